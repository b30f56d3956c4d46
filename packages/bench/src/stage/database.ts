import { randomBytes } from 'node:crypto';
import { migrate, openDatabase } from '@post-views/db';
import { type Connection, createConnection } from 'mysql2/promise';
import { abortable } from './abortable.ts';

/** A database of the bench's own on the server that is measured. */
export interface BenchDatabase extends AsyncDisposable {
  /** With the right to everything in it. */
  readonly url: string;
  /** @throws what the server says, and when the bench is told to stop */
  query<Row = unknown>(statement: string, values?: readonly unknown[]): Promise<Row[]>;
}

/**
 * Creates an empty database, which goes when it is disposed of. No other database of the server is touched.
 *
 * @param serverUrl of a user who may create databases
 */
export async function createDatabase(
  serverUrl: string,
  signal: AbortSignal,
): Promise<BenchDatabase> {
  const name = `bench_${randomBytes(6).toString('hex')}`;
  const connection = await connectTo(serverUrl);
  await connection.query(`CREATE DATABASE ${name}`);
  await connection.end();
  const database = await openNamed(serverUrl, name, signal);
  return {
    ...database,
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]();
      const other = await connectTo(serverUrl);
      await other.query(`DROP DATABASE ${name}`);
      await other.end();
    },
  };
}

/** Connects to a database that is there; disposing of it closes the connection. */
export async function openNamed(
  serverUrl: string,
  name: string,
  signal: AbortSignal,
): Promise<BenchDatabase> {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const connection = await connectTo(url.href);
  return {
    url: url.href,
    async query<Row>(statement: string, values: readonly unknown[] = []) {
      const [rows] = await abortable(signal, connection.query(statement, [...values]));
      return rows as Row[];
    },
    async [Symbol.asyncDispose]() {
      const { threadId } = connection;
      connection.destroy();
      const other = await connectTo(serverUrl);
      // A statement that is still running would hold up the next one; mostly there is none.
      await other.query(`KILL ${threadId}`).catch(() => undefined);
      await other.end();
    },
  };
}

export async function connectTo(uri: string): Promise<Connection> {
  const connection = await createConnection({ uri, timezone: 'Z', dateStrings: ['DATE'] });
  await connection.query("SET time_zone = '+00:00'");
  return connection;
}

/** With the tables of this release, and partitions from the day of `since` on. */
export async function createServiceDatabase(
  serverUrl: string,
  signal: AbortSignal,
  since = new Date(),
): Promise<BenchDatabase> {
  await using creating = new AsyncDisposableStack();
  const database = creating.use(await createDatabase(serverUrl, signal));
  await migrateDatabase(database, since);
  creating.move();
  return database;
}

/** Brings the tables to this release, with partitions from the day of `since` on. */
export async function migrateDatabase(
  { url }: Pick<BenchDatabase, 'url'>,
  since = new Date(),
): Promise<void> {
  const db = openDatabase({ url, connections: 1, connectTimeoutMs: 5_000 });
  try {
    await migrate(db, since);
    await migrate(db, new Date());
  } finally {
    await db.destroy();
  }
}

const SERVICE_TABLES = ['post_views', 'post_view_aggregates', 'post_view_totals'] as const;

export async function emptyTables(database: BenchDatabase): Promise<void> {
  for (const table of SERVICE_TABLES) await database.query(`TRUNCATE ${table}`);
}
