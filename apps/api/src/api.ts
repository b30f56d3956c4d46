import { createDatabaseCheck, openDatabase, watchDatabase } from '@post-views/db';
import { buildHealthServer, type Logger, listen, within } from '@post-views/service';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';
import { createMetrics } from './metrics.ts';
import { createReads } from './reads/reads.ts';
import type { App } from './routes/route.ts';

/** More would not be faster: statements are gathered from all callers. */
const CONNECTIONS = 10;
const STATEMENT_TIMEOUT_MS = 2_000;
/** Ranked lists, of which most are read behind, for all callers at once. */
const RANKING_CONNECTIONS = 2;
const RANKING_TIMEOUT_MS = 4_000;
const CONNECT_TIMEOUT_MS = 2_000;
const HEALTH_TIMEOUT_MS = 2_000;
const CLOSE_TIMEOUT_MS = 2_000;
/** Longer than a request takes that is asked for by its key, its wait for the database included. */
const REQUESTS_TIMEOUT_MS = 7_000;
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

  const open = (connections: number, statementTimeoutMs: number) => {
    const db = openDatabase({
      url: config.databaseUrl,
      connections,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      statementTimeoutMs,
      role: 'reader',
    });
    starting.defer(async () => {
      await within(CLOSE_TIMEOUT_MS, db.destroy());
    });
    return db;
  };
  const db = open(CONNECTIONS, STATEMENT_TIMEOUT_MS);
  const rankingDb = open(RANKING_CONNECTIONS, RANKING_TIMEOUT_MS);
  const watch = watchDatabase(db, { role: 'reader', log });
  starting.defer(() => watch.stop());

  let listening = false;
  const checkDatabase = createDatabaseCheck(db, HEALTH_TIMEOUT_MS, watch);
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

  const reads = createReads({ db, rankingDb });
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

/** Connections that are kept alive end as soon as they are idle, and all others when they take too long. */
async function closeApp(app: App): Promise<void> {
  const closed = app.close();
  const timer = setInterval(() => app.server.closeIdleConnections(), IDLE_POLL_MS);
  if ((await within(REQUESTS_TIMEOUT_MS, closed)) === 'too late') app.server.closeAllConnections();
  clearInterval(timer);
  await closed;
}
