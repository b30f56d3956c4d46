import { migrate, openDatabase } from '@post-views/db';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { REFUSED_USER } from '../load/bad-messages.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Asks the database itself, past all proxies, on a connection of its own: others may have been killed.
 *
 * @throws what the server says, or that there is none
 */
export async function ask<Row extends object>(
  url: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return withConnection(url, async (connection) => {
    const [rows] = await connection.query<RowDataPacket[]>(statement, [...values]);
    return rows as unknown as Row[];
  });
}

/** What is begun on it and not committed is rolled back in the end. */
export async function withConnection<T>(
  url: string,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await createConnection({
    uri: url,
    connectTimeout: CONNECT_TIMEOUT_MS,
    timezone: 'Z',
    dateStrings: ['DATE'],
  });
  try {
    await connection.query("SET time_zone = '+00:00'");
    return await work(connection);
  } finally {
    connection.destroy();
  }
}

/** A database with the tables of this release, which takes no views of one user, and goes when it is disposed of. */
export interface OwnDatabase extends AsyncDisposable {
  readonly url: string;
}

export async function createDatabase(serverUrl: string, name: string): Promise<OwnDatabase> {
  await ask(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const db = openDatabase({ url: url.href, connections: 1, connectTimeoutMs: CONNECT_TIMEOUT_MS });
  try {
    await migrate(db, new Date());
  } finally {
    await db.destroy();
  }
  const check = `CHECK (user_id <> ${REFUSED_USER})`;
  await ask(url.href, `ALTER TABLE post_views ADD CONSTRAINT no_such_user ${check}`);
  return {
    url: url.href,
    [Symbol.asyncDispose]: async () => void (await ask(serverUrl, `DROP DATABASE ${name}`)),
  };
}
