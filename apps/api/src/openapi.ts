import { openDatabase } from '@post-views/db';
import { createLog } from '@post-views/service';
import { buildApp } from './app.ts';
import { createMetrics } from './metrics.ts';
import { createReads } from './reads/reads.ts';

/** Nobody connects to it: a document is made of schemas alone. */
const NO_DATABASE = {
  url: 'mysql://nobody@127.0.0.1/nothing',
  connections: 1,
  connectTimeoutMs: 1,
};

/** The OpenAPI document as it is served, laid out for people: `apps/api/openapi.json`. */
export async function openApiJson(): Promise<string> {
  const db = openDatabase(NO_DATABASE);
  const app = await buildApp({
    reads: createReads({ db, slowDb: db, healthDb: db }),
    log: createLog('api', 'silent'),
    metrics: createMetrics(),
    apiKeys: [],
    rateLimit: undefined,
    maxInFlight: 1,
    now: () => new Date(),
  });
  try {
    await app.ready();
    return `${JSON.stringify(app.swagger(), null, 2)}\n`;
  } finally {
    await app.close();
    await db.destroy();
  }
}
