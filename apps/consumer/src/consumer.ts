import { type DatabaseClient, openDatabase } from '@post-views/db';
import { buildHealthServer, type Logger, within } from '@post-views/service';
import { openBroker } from './broker.ts';
import type { Config } from './config.ts';
import { openDeadLetterPublisher } from './dead-letter-publisher.ts';
import { healthOf } from './health.ts';
import { createMetrics } from './metrics.ts';
import { openPipeline } from './pipeline.ts';

/** One to write with, one for the health check, and some for writes that a lost channel left behind. */
const CONNECTIONS = 4;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const CLOSE_TIMEOUT_MS = 2_000;

export interface Consumer {
  /** Where `/live`, `/ready` and `/metrics` are: `http://127.0.0.1:9464` */
  readonly healthUrl: string;
  /**
   * Takes no more messages, finishes those at hand, and ends everything that was started. Nothing is lost
   * if that takes longer than it may: what is not acknowledged goes back to the queue.
   */
  stop(): Promise<void>;
}

/**
 * Starts counting. The way of a message: broker → pipeline (parse → batch → write → settle).
 *
 * Needs neither the broker nor the database to be there yet: `/ready` tells when both are.
 */
export async function startConsumer(config: Config, log: Logger): Promise<Consumer> {
  const metrics = createMetrics();
  const db = openConsumerDatabase(config);
  const { amqpUrl: url, queue, topology, prefetch } = config;
  const deadLetters = await openDeadLetterPublisher({ url, queue, log });
  const context = { config, db, deadLetters, log, metrics, now: Date.now };
  const broker = await openBroker({
    url,
    queue,
    topology,
    prefetch,
    log,
    openPipeline: (channel) => openPipeline(channel, context),
  });
  const health = buildHealthServer({ ...healthOf(broker, db), metrics: metrics.registry });
  const healthUrl = await health.listen({ host: '0.0.0.0', port: config.healthPort });
  log.info({ event: 'started', health: healthUrl });

  return {
    healthUrl,
    async stop() {
      log.info({ event: 'stopping' });
      await broker.stop(AbortSignal.timeout(config.shutdownTimeoutMs));
      await deadLetters.close();
      await within(CLOSE_TIMEOUT_MS, db.destroy());
      await health.close();
      log.info({ event: 'stopped' });
    },
  };
}

function openConsumerDatabase(config: Config): DatabaseClient {
  return openDatabase({
    url: config.databaseUrl,
    connections: CONNECTIONS,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
}
