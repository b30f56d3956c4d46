import { checkDatabase, openDatabase } from '@post-views/db';
import { buildHealthServer, type Logger, within } from '@post-views/service';
import { collectDefaultMetrics, Registry } from '@prometheus-io/client';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';

const CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 3_000;
const HEALTH_TIMEOUT_MS = 2_000;
const CLOSE_TIMEOUT_MS = 2_000;

export interface Api {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  /** Where `/live`, `/ready` and `/metrics` are. */
  readonly healthUrl: string;
  /** Answers the requests at hand, takes no more, and ends everything that was started. */
  stop(): Promise<void>;
}

/** Starts answering. Does not need the database to be there yet: `/ready` tells when it is. */
export async function startApi(config: Config, log: Logger): Promise<Api> {
  const db = openDatabase({
    url: config.databaseUrl,
    connections: CONNECTIONS,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });

  const { apiKeys } = config;
  const app = await buildApp({ db, log, apiKeys, now: () => new Date() });
  const health = buildHealthServer({
    live: () => ({}),
    ready: async () => ({ database: await checkDatabase(db, HEALTH_TIMEOUT_MS) }),
    metrics,
  });
  const healthUrl = await health.listen({ host: config.host, port: config.healthPort });
  const url = await app.listen({ host: config.host, port: config.port });
  log.info({ event: 'started', url, health: healthUrl });

  return {
    url,
    healthUrl,
    async stop() {
      log.info({ event: 'stopping' });
      await app.close();
      await within(CLOSE_TIMEOUT_MS, db.destroy());
      await health.close();
      log.info({ event: 'stopped' });
    },
  };
}
