import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { inject } from 'vitest';
import './provided.ts';

export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
  /** Runs SQL behind the back of whatever is tested. */
  query<Row>(sql: string): Promise<Row[]>;
}

/** Creates an empty database of its own for a test file; it goes when it is disposed of. */
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
      await admin.query(`DROP DATABASE ${name}`);
      await admin.end();
    },
  };
}
