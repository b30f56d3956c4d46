import { migrateAt, openDatabase, partitionStatus } from '@post-views/db';
import { splitUrls } from '@post-views/service';
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

/** Of several servers, the one that can be written to. What is begun on it and not committed is rolled back in the end. */
export async function withConnection<T>(
  url: string,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connect(await primaryOf(url));
  try {
    return await work(connection);
  } finally {
    connection.destroy();
  }
}

/** The rows of an answer that may be too large to have all of it at a time. */
export async function* streamFrom(url: string, statement: string): AsyncGenerator<unknown> {
  const connection = createStreamingConnection(await primaryOf(url));
  try {
    yield* connection.query(statement).stream();
  } finally {
    connection.destroy();
  }
}

/**
 * @param url of a server, or of several with commas between
 * @returns of the one that can be written to
 */
export async function primaryOf(url: string): Promise<string> {
  const urls = splitUrls(url);
  if (urls.length === 1) return url;
  let failure: unknown;
  for (const candidate of urls) {
    try {
      if (!(await isReadOnly(candidate))) return candidate;
    } catch (error) {
      failure = error;
    }
  }
  throw new Error('no server can be written to', { cause: failure });
}

async function isReadOnly(url: string): Promise<boolean> {
  const connection = await connect(url);
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT @@read_only AS readOnly');
    return rows[0]?.['readOnly'] !== 0;
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
  const url = splitUrls(serverUrl)
    .map((server) => Object.assign(new URL(server), { pathname: `/${name}` }).href)
    .join(',');
  await migrateAt(url);
  const check = `CHECK (user_id <> ${REFUSED_USER})`;
  await ask(url, `ALTER TABLE post_views ADD CONSTRAINT no_such_user ${check}`);
  return {
    url,
    [Symbol.asyncDispose]: async () => void (await ask(serverUrl, `DROP DATABASE ${name}`)),
  };
}

/** Unix seconds: of days before that the raw rows were dropped. */
export async function keptSinceIn(url: string): Promise<number> {
  const db = openDatabase({ url, connections: 1, connectTimeoutMs: CONNECT_TIMEOUT_MS });
  try {
    return (await partitionStatus(db)).keptSince;
  } finally {
    await db.destroy();
  }
}
