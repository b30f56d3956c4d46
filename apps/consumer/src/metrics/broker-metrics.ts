import type { ConnectionEvent } from '@post-views/amqp';
import { Counter, Gauge, type Registry } from '@prometheus-io/client';

const CONNECTIONS = ['consumer', 'dead-letters'] as const;

/** The connections to the broker, one for each purpose. */
export type ConnectionPurpose = (typeof CONNECTIONS)[number];

/** How the broker treats us. */
export function brokerMetrics(registry: Registry) {
  const registers = [registry];
  const labelNames = ['connection'];
  const connected = new Gauge({
    name: 'analytics_broker_connected',
    help: 'Whether there is a connection to the broker (1) or not (0), by its purpose',
    labelNames,
    registers,
  });
  const reconnects = new Counter({
    name: 'analytics_broker_reconnects_total',
    help: 'Connections to the broker that were opened after one was lost, by their purpose',
    labelNames,
    registers,
  });
  const failures = new Counter({
    name: 'analytics_broker_connect_failures_total',
    help: 'Attempts to connect to the broker that failed, by the purpose of the connection',
    labelNames,
    registers,
  });
  const blocked = new Gauge({
    name: 'analytics_broker_blocked',
    help: 'Whether the broker takes nothing that is published (1), being short of memory or disk',
    labelNames,
    registers,
  });
  const cancelled = new Counter({
    name: 'analytics_consumer_cancelled_total',
    help: 'Times that the broker ended the consumer, because its queue went or by consumer_timeout',
    registers,
  });
  for (const connection of CONNECTIONS) {
    for (const gauge of [connected, blocked]) gauge.set({ connection }, 0);
    for (const counter of [reconnects, failures]) counter.inc({ connection }, 0);
  }
  const lost = new Set<ConnectionPurpose>();
  const up = (connection: ConnectionPurpose, value: 0 | 1) => {
    connected.set({ connection }, value);
    blocked.set({ connection }, 0);
  };

  return {
    connection(connection: ConnectionPurpose, event: ConnectionEvent) {
      switch (event) {
        case 'connected':
          if (lost.has(connection)) reconnects.inc({ connection });
          return up(connection, 1);
        case 'lost':
          lost.add(connection);
          return up(connection, 0);
        case 'failed':
          return failures.inc({ connection });
        case 'blocked':
          return blocked.set({ connection }, 1);
        case 'unblocked':
          return blocked.set({ connection }, 0);
      }
    },
    consumerCancelled() {
      cancelled.inc();
    },
  };
}
