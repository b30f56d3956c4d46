import { createDatabaseCheck, openDatabase, watchDatabase } from '@post-views/db';
import { buildHealthServer, type Logger, listen, within } from '@post-views/service';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';
import {
  CLOSE_TIMEOUT_MS,
  CONNECT_TIMEOUT_MS,
  CONNECTIONS,
  HEALTH_CONNECTIONS,
  HEALTH_TIMEOUT_MS,
  REQUESTS_TIMEOUT_MS,
  SLOW_CONNECTIONS,
  SLOW_STATEMENT_TIMEOUT_MS,
  STATEMENT_TIMEOUT_MS,
} from './limits.ts';
import { createMetrics } from './metrics.ts';
import { createReads } from './reads/reads.ts';
import type { App } from './routes/route.ts';

const IDLE_POLL_MS = 50;

export interface Api {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  /** Where `/live`, `/ready` and `/metrics` are. */
  readonly healthUrl: string;
  /** Answers the requests at hand, takes no more, and ends everything that was started, in reverse order. */
  stop(): Promise<void>;
}

/** Starts answering. Does not need the database to be there yet: `/ready` tells when it is. */
export async function startApi(config: Config, log: Logger): Promise<Api> {
  await using starting = new AsyncDisposableStack();
  const { host } = config;
  const metrics = createMetrics();

  const { db, slowDb, healthDb } = starting.use(openPools(config.databaseUrl));
  const watch = watchDatabase(healthDb, { role: 'reader', log });
  starting.defer(() => watch.stop());

  let listening = false;
  const checkDatabase = createDatabaseCheck(healthDb, HEALTH_TIMEOUT_MS, watch);
  const health = buildHealthServer({
    live: () => ({}),
    ready: async () => ({
      api: listening ? { ok: true } : { ok: false, why: 'not listening' },
      database: await checkDatabase(),
    }),
    metrics: metrics.registry,
  });
  starting.defer(() => health.close());
  const healthUrl = await listen(health, { host, port: config.healthPort }, 'HEALTH_PORT');

  const reads = createReads({ db, slowDb, healthDb });
  starting.defer(() => reads.end());
  const app = await buildApp({ ...config, reads, log, metrics, now: () => new Date() });
  starting.defer(() => closeApp(app));
  const url = await listen(app, { host, port: config.port }, 'PORT');
  listening = true;

  log.info({ event: 'started', url, health: healthUrl });
  const started = starting.move();
  return {
    url,
    healthUrl,
    async stop() {
      log.info({ event: 'stopping' });
      listening = false;
      await started.disposeAsync();
      log.info({ event: 'stopped' });
    },
  };
}

/** Whether the database is there is asked on connections of its own: those of requests may all be in use. */
function openPools(url: string) {
  const open = (connections: number, statementTimeoutMs: number) =>
    openDatabase({
      url,
      connections,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      statementTimeoutMs,
      role: 'reader',
    });
  const pools = {
    db: open(CONNECTIONS, STATEMENT_TIMEOUT_MS),
    slowDb: open(SLOW_CONNECTIONS, SLOW_STATEMENT_TIMEOUT_MS),
    healthDb: open(HEALTH_CONNECTIONS, HEALTH_TIMEOUT_MS),
  };
  return {
    ...pools,
    /** All at the same time: each waits for a server that may say nothing. */
    async [Symbol.asyncDispose]() {
      const closed = Object.values(pools).map((db) => db.destroy());
      await within(CLOSE_TIMEOUT_MS, Promise.allSettled(closed));
    },
  };
}

/** Connections that are kept alive end as soon as they are idle, and all others when they take too long. */
async function closeApp(app: App): Promise<void> {
  const closed = app.close();
  const timer = setInterval(() => app.server.closeIdleConnections(), IDLE_POLL_MS);
  if ((await within(REQUESTS_TIMEOUT_MS, closed)) === 'too late') app.server.closeAllConnections();
  clearInterval(timer);
  await closed;
}
