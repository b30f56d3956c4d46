import { randomBytes } from 'node:crypto';
import { type Connection, createConnection } from 'mysql2/promise';
import { inject } from 'vitest';
import './provided.ts';

export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
  /** Runs SQL behind the back of whatever is tested. */
  query<Row>(sql: string): Promise<Row[]>;
}

const CLOSING_MS = 5_000;
const POLL_MS = 20;

/**
 * Creates an empty database of its own for a test file. It goes when it is disposed of, which fails when
 * somebody still has a connection to it: what was tested has leaked one.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = new URL(inject('databaseUrl'));
  const admin = await createConnection({ uri: url.href, timezone: 'Z', dateStrings: ['DATE'] });
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.query(`USE ${name}`);
  await admin.query("SET time_zone = '+00:00'");
  url.pathname = `/${name}`;
  return {
    url: url.href,
    query: async <Row>(sql: string) => {
      const [rows] = await admin.query(sql);
      return rows as Row[];
    },
    async [Symbol.asyncDispose]() {
      const leaked = await connectionsLeft(admin, name);
      await admin.query(`DROP DATABASE ${name}`);
      await admin.end();
      if (leaked > 0)
        throw new Error(`${leaked} connections to the test's database were not closed`);
    },
  };
}

/** How many connections others still have; those that are just being closed are waited for. */
async function connectionsLeft(admin: Connection, database: string): Promise<number> {
  const deadline = performance.now() + CLOSING_MS;
  for (;;) {
    const [rows] = await admin.query(
      'SELECT COUNT(*) AS n FROM information_schema.PROCESSLIST WHERE DB = ? AND ID <> CONNECTION_ID()',
      [database],
    );
    const [{ n }] = rows as [{ n: number }];
    if (n === 0 || performance.now() > deadline) return n;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
