import { openDatabase } from '@post-views/db';
import { buildHealthServer, type Logger, within } from '@post-views/service';
import { type Broker, openBroker } from './broker.ts';
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
/** Unix seconds. TIMESTAMP begins one second after 1970: nothing older can be stored. */
const HORIZON = 1;

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
 * Needs neither the broker nor the database to be there yet: `/ready` tells when both are.
 */
export async function startConsumer(config: Config, log: Logger): Promise<Consumer> {
  await using starting = new AsyncDisposableStack();
  const { amqpUrl: url, queue, topology, prefetch } = config;
  const metrics = createMetrics();

  const db = openDatabase({
    url: config.databaseUrl,
    connections: CONNECTIONS,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  starting.defer(async () => {
    await within(CLOSE_TIMEOUT_MS, db.destroy());
  });

  let broker: Broker | undefined;
  const health = buildHealthServer({
    ...healthOf(() => broker, db),
    metrics: metrics.registry,
  });
  starting.defer(() => health.close());
  const healthUrl = await health.listen({ host: config.host, port: config.healthPort });

  const deadLetters = await openDeadLetterPublisher(config, log);
  starting.defer(() => deadLetters.close());

  const context = { config, db, deadLetters, log, metrics, horizon: HORIZON, now: Date.now };
  const opened = await openBroker({
    url,
    queue,
    topology,
    prefetch,
    log,
    openPipeline: (channel) => openPipeline(channel, context),
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
