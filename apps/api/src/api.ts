import { createDatabaseCheck, openDatabase, watchDatabase } from '@post-views/db';
import { buildHealthServer, type Logger, listen, within } from '@post-views/service';
import { collectDefaultMetrics, Registry } from '@prometheus-io/client';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';
import type { App } from './routes/route.ts';

const CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 3_000;
const HEALTH_TIMEOUT_MS = 2_000;
const CLOSE_TIMEOUT_MS = 2_000;
/** Longer than a request takes, its wait for the database included. */
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
  const { host, apiKeys } = config;
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });

  const db = openDatabase({
    url: config.databaseUrl,
    connections: CONNECTIONS,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    role: 'reader',
  });
  starting.defer(async () => {
    await within(CLOSE_TIMEOUT_MS, db.destroy());
  });
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
    metrics,
  });
  starting.defer(() => health.close());
  const healthUrl = await listen(health, { host, port: config.healthPort }, 'HEALTH_PORT');

  const app = await buildApp({ db, log, apiKeys, now: () => new Date() });
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
