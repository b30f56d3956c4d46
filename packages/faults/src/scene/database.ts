import { type DatabaseClient, migrate, openDatabase, partitionStatus } from '@post-views/db';
import { createConnection as createStreamingConnection } from 'mysql2';
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
  const connection = await connect(url);
  try {
    return await work(connection);
  } finally {
    connection.destroy();
  }
}

/** The rows of an answer that may be too large to have all of it at a time. */
export async function* streamFrom(url: string, statement: string): AsyncGenerator<unknown> {
  const connection = createStreamingConnection(url);
  try {
    yield* connection.query(statement).stream();
  } finally {
    connection.destroy();
  }
}

async function connect(url: string): Promise<Connection> {
  const connection = await createConnection({
    uri: url,
    connectTimeout: CONNECT_TIMEOUT_MS,
    timezone: 'Z',
    dateStrings: ['DATE'],
  });
  try {
    await connection.query("SET time_zone = '+00:00'");
    return connection;
  } catch (error) {
    connection.destroy();
    throw error;
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
  await migrateAt(url.href);
  const check = `CHECK (user_id <> ${REFUSED_USER})`;
  await ask(url.href, `ALTER TABLE post_views ADD CONSTRAINT no_such_user ${check}`);
  return {
    url: url.href,
    [Symbol.asyncDispose]: async () => void (await ask(serverUrl, `DROP DATABASE ${name}`)),
  };
}

/** Does what an operator does with `pnpm db:migrate`: missing tables and partitions are made. */
export async function migrateAt(url: string): Promise<void> {
  await withService(url, async (db) => void (await migrate(db, new Date())));
}

/** Unix seconds: of days before that the raw rows were dropped. */
export async function keptSinceIn(url: string): Promise<number> {
  return withService(url, async (db) => (await partitionStatus(db)).keptSince);
}

/** Does something with a database as the service does. */
async function withService<T>(url: string, work: (db: DatabaseClient) => Promise<T>): Promise<T> {
  const db = openDatabase({ url, connections: 1, connectTimeoutMs: CONNECT_TIMEOUT_MS });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}
