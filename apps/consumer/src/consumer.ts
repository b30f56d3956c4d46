import { openDatabase, watchDatabase } from '@post-views/db';
import { buildHealthServer, type Logger, listen, RepeatingLog, within } from '@post-views/service';
import { type Broker, openBroker } from './broker.ts';
import type { Config } from './config.ts';
import { openDeadLetterPublisher } from './dead-letter-publisher.ts';
import { healthOf } from './health.ts';
import { openMaintenance } from './maintenance.ts';
import { createMetrics } from './metrics.ts';
import { openPipeline } from './pipeline.ts';
import { watchCounters } from './watch-counters.ts';

/** Beside those to write with: for looking at the database, and for writes that a lost channel left behind. */
const SPARE_CONNECTIONS = 3;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const CLOSE_TIMEOUT_MS = 2_000;
const NOTHING = { messages: 0, bodyBytes: 0, deadLetters: 0, held: 0 };

export interface Consumer {
  /** Where `/live`, `/ready` and `/metrics` are: `http://127.0.0.1:9464` */
  readonly healthUrl: string;
  /**
   * Takes no more messages, finishes those at hand, and ends everything that was started, in the reverse
   * order. Nothing is lost if that takes longer than it may: what is not acknowledged goes back to the queue.
   */
  stop(): Promise<void>;
}

/**
 * Starts counting. The way of a message: broker → pipeline (receive → batch → write → settle).
 *
 * Needs neither the broker nor the database to be there yet: `/ready` tells when both are. Takes no messages
 * before the database was once fit to be worked with, so that they are left to the other replicas; from then on
 * it holds what it has when the database goes away.
 */
export async function startConsumer(config: Config, log: Logger): Promise<Consumer> {
  await using starting = new AsyncDisposableStack();
  const { amqpUrl: url, queue, topology, prefetch } = config;
  let broker: Broker | undefined;

  const db = openDatabase({
    url: config.databaseUrl,
    connections: config.writers + SPARE_CONNECTIONS,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  starting.defer(async () => {
    await within(CLOSE_TIMEOUT_MS, db.destroy());
  });
  const database = watchDatabase(db, { role: 'writer', log });
  starting.defer(() => database.stop());
  const metrics = createMetrics(
    () => broker?.inFlight() ?? NOTHING,
    () => database.weakSettings,
  );

  const health = buildHealthServer({
    ...healthOf(() => broker, db, database),
    metrics: metrics.registry,
  });
  starting.defer(() => health.close());
  const { host, healthPort } = config;
  const healthUrl = await listen(health, { host, port: healthPort }, 'HEALTH_PORT');

  const maintenance = openMaintenance(config, log, metrics);
  starting.defer(() => maintenance.stop());

  const counters = watchCounters(config, log, metrics);
  starting.defer(() => counters.stop());

  const deadLetters = await openDeadLetterPublisher(config, log, metrics);
  starting.defer(() => deadLetters.close());

  const failures = new RepeatingLog(log);
  starting.defer(() => failures.settle());
  const context = {
    config,
    db,
    database,
    failures,
    refusals: { length: 0 },
    deadLetters,
    log,
    metrics,
    horizon: maintenance.horizon,
    now: Date.now,
    monotonicNow: () => performance.now(),
  };
  const opened = await openBroker({
    url,
    queue,
    topology,
    prefetch,
    log,
    database,
    metrics,
    openPipeline: (channel, intake) => openPipeline(channel, intake, context),
  });
  broker = opened;
  starting.defer(() => opened.stop(AbortSignal.timeout(config.shutdownTimeoutMs)));

  log.info({ event: 'started', health: healthUrl });
  const started = starting.move();
  return {
    healthUrl,
    async stop() {
      log.info({ event: 'stopping' });
      await started.disposeAsync();
      log.info({ event: 'stopped' });
    },
  };
}
