import { migrateAt } from '@post-views/db';
import { createTestDatabase, type LogLine, logTo, type TestDatabase } from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../../src/api.ts';
import { readConfig } from '../../src/config.ts';
import { CONNECTIONS } from '../../src/limits.ts';

const WAIT = { timeout: 10_000, interval: 10 };
let releases: AsyncDisposableStack;
let database: TestDatabase;
let log: LogLine[];

beforeEach(async () => {
  releases = new AsyncDisposableStack();
  database = releases.use(await createTestDatabase());
  await migrateAt(database.url);
  log = [];
});
afterEach(() => releases.disposeAsync());

async function start(url: string): Promise<Api> {
  const config = readConfig({
    DATABASE_URL: url,
    HOST: '127.0.0.1',
    PORT: '0',
    HEALTH_PORT: '0',
    INTERNAL_API_KEYS: 'test:key',
  });
  const api = await startApi(config, logTo(log));
  releases.defer(() => api.stop());
  return api;
}

async function ready(api: Api): Promise<{ status: number; checks: unknown }> {
  const response = await fetch(`${api.healthUrl}/ready`);
  const { checks } = (await response.json()) as { checks: unknown };
  return { status: response.status, checks };
}

/** How many statements wait for a table. */
async function waitingForLock(): Promise<number> {
  const name = new URL(database.url).pathname.slice(1);
  const rows = await database.query(
    `SELECT 1 FROM information_schema.PROCESSLIST WHERE STATE LIKE 'Waiting for table%' AND DB = '${name}'`,
  );
  return (rows as unknown[]).length;
}

describe('the API', () => {
  it('is ready on a database that a newer release has added to, and not on one that it took from', async () => {
    const add = (migration: string) =>
      database.query(`INSERT INTO kysely_migration VALUES ('${migration}', '2030-01-01')`);
    const api = await start(database.url);
    await add('0007-expand-x');
    await expect.poll(() => ready(api), WAIT).toMatchObject({ status: 200 });
    await add('0008-contract-x');
    expect(await ready(api)).toMatchObject({
      status: 503,
      checks: { database: { ok: false, why: expect.stringContaining('(0008-contract-x)') } },
    });
  });

  it('is ready while all connections of requests are in use', async () => {
    const api = await start(database.url);
    await expect.poll(() => ready(api), WAIT).toMatchObject({ status: 200 });
    await database.query('LOCK TABLES post_view_aggregates WRITE');
    const ask = async (day: number) => {
      const range = `from=2026-01-${String(day).padStart(2, '0')}&to=2026-02-01`;
      const headers = { 'x-internal-api-key': 'key' };
      const path = `/posts/0b6f3a52-9f0c-4f5e-8a55-000000000001/views?${range}`;
      return (await fetch(`${api.url}/api/v1${path}`, { headers })).status;
    };
    // A statement for each range of days, two more than there are connections.
    const asked = Promise.all(Array.from({ length: CONNECTIONS + 2 }, (_, n) => ask(n + 1)));
    await expect.poll(waitingForLock, WAIT).toBe(CONNECTIONS);
    expect(await ready(api)).toMatchObject({ status: 200 });
    await database.query('UNLOCK TABLES');
    await asked;
  });

  it('needs no right but to read', async () => {
    const url = new URL(database.url);
    const [name, user] = [url.pathname.slice(1), `reader_${url.pathname.slice(-12)}`];
    await database.query(`CREATE USER ${user} IDENTIFIED BY 'right'`);
    releases.defer(async () => {
      await database.query(`DROP USER ${user}`);
    });
    await database.query(`GRANT SELECT ON ${name}.* TO ${user}`);
    url.username = user;
    url.password = 'right';
    const api = await start(url.href);
    await expect.poll(() => ready(api), WAIT).toMatchObject({ status: 200 });
    const post = '/posts/0b6f3a52-9f0c-4f5e-8a55-000000000001/views';
    const lists = ['/posts/top', '/posts/top?period=30d', '/posts/trending', '/stats'];
    for (const path of [post, `${post}/daily`, `${post}/summary`, ...lists]) {
      const headers = { 'x-internal-api-key': 'key' };
      const { status } = await fetch(`${api.url}/api/v1${path}`, { headers });
      expect({ path, status }).toEqual({ path, status: 200 });
    }
  });

  it('tells by the name of the variable why it cannot reach the database', async () => {
    const url = new URL(database.url);
    url.password = 'wrong';
    const api = await start(url.href);
    await expect
      .poll(() => log.filter(({ event }) => event === 'database_unusable'), WAIT)
      .toEqual([
        expect.objectContaining({
          level: 'error',
          code: 'ER_ACCESS_DENIED_ERROR',
          reason: expect.stringContaining('DATABASE_URL'),
        }),
      ]);
    expect(await ready(api)).toMatchObject({ status: 503, checks: { database: { ok: false } } });
  });
});
