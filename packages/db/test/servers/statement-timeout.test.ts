import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { classifyError, type DatabaseClient, openDatabase } from '../../src/index.ts';
import type { PoolOptions } from '../../src/pool.ts';
import { type Migrated, openMigrated } from '../open-migrated.ts';

const WAIT = { timeout: 10_000, interval: 20 };

/** Takes longer than anybody waits; SLEEP() would only return early. */
const ENDLESS = sql`
  SELECT COUNT(*) FROM information_schema.COLLATIONS a, information_schema.COLLATIONS b,
    information_schema.COLLATIONS c, information_schema.COLLATIONS d
  WHERE CONCAT(a.ID, b.ID, c.ID, d.ID) LIKE '%x'
`;

let releases: AsyncDisposableStack;
let migrated: Migrated;
beforeEach(async () => {
  releases = new AsyncDisposableStack();
  migrated = releases.use(await openMigrated());
});
afterEach(() => releases.disposeAsync());

function open(options: Partial<PoolOptions>): DatabaseClient {
  const db = openDatabase({
    url: migrated.server.url,
    connections: 1,
    connectTimeoutMs: 5_000,
    ...options,
  });
  releases.defer(() => db.destroy());
  return db;
}

async function connectionId(db: DatabaseClient): Promise<number> {
  const { rows } = await sql<{ id: number }>`SELECT CONNECTION_ID() AS id`.execute(db);
  return Number(rows[0]?.id);
}

async function running(id: number): Promise<unknown[]> {
  return migrated.server.query(
    `SELECT 1 FROM information_schema.PROCESSLIST WHERE ID = ${id} AND COMMAND = 'Query'`,
  );
}

it('ends on the server as well when it takes a reader too long, and the connection is used again', async () => {
  // The server has to tell its client within the tenth that is left of it, on a busy machine as well.
  const db = open({ role: 'reader', statementTimeoutMs: 10_000 });
  const id = await connectionId(db);
  const statement = ENDLESS.execute(db).catch((error: unknown) => error);
  await expect.poll(() => running(id), WAIT).toHaveLength(1);
  expect(classifyError(await statement)).toEqual({
    kind: 'retry',
    code: 'ER_QUERY_TIMEOUT',
    reason: 'the statement took too long',
  });
  // The server lists a statement for a moment after it has told its client of the end.
  await expect.poll(() => running(id), WAIT).toEqual([]);
  expect(await connectionId(db)).toBe(id);
});

it.each([
  ['a writer', { role: 'writer', statementTimeoutMs: 2_000 }],
  ['a reader without a limit', { role: 'reader' }],
] as const)('is not limited by the server for %s', async (_, options) => {
  const { rows } = await sql<{ Value: string }>`
    SHOW SESSION VARIABLES WHERE Variable_name IN ('max_statement_time', 'max_execution_time')
  `.execute(open(options));
  expect(rows.map(({ Value }) => Number(Value))).toEqual([0]);
});
