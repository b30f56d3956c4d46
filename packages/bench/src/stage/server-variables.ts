import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchDatabase } from './database.ts';

/** Settings of the whole server that can be changed while it runs, by MySQL's names; sizes in bytes. */
export type ServerVariables = Readonly<Record<string, number>>;

/** What MariaDB has instead. MySQL knows that name too, but nobody can change it there. */
const OF_MARIADB: Readonly<Record<string, string>> = {
  innodb_redo_log_capacity: 'innodb_log_file_size',
};
const BUFFER_POOL = 'innodb_buffer_pool_size';
const PAGE_BYTES = 16_384;
const PAUSE_MS = 200;

/**
 * Sets variables of the server until what is returned is disposed of. It answers all the while.
 *
 * @returns `undefined` when the user may not set what holds for the whole server
 */
export async function setServerVariables(
  database: BenchDatabase,
  wanted: ServerVariables,
  signal: AbortSignal,
): Promise<AsyncDisposable | undefined> {
  const before = await readServerVariables(database, Object.keys(wanted));
  try {
    await setAll(database, wanted, signal);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ER_SPECIFIC_ACCESS_DENIED_ERROR') return undefined;
    throw error;
  }
  return {
    [Symbol.asyncDispose]: () => setAll(database, before, AbortSignal.timeout(60_000)),
  };
}

export async function readServerVariables(
  database: BenchDatabase,
  names: readonly string[],
): Promise<ServerVariables> {
  const rows = await database.query<{ Variable_name: string; Value: string }>(
    'SHOW GLOBAL VARIABLES WHERE Variable_name IN (?)',
    [[...names, ...Object.values(OF_MARIADB)]],
  );
  const values = new Map(rows.map(({ Variable_name, Value }) => [Variable_name, Number(Value)]));
  return Object.fromEntries(
    names.map((name) => [name, values.get(name) ?? values.get(OF_MARIADB[name] ?? '') ?? 0]),
  );
}

async function setAll(
  database: BenchDatabase,
  wanted: ServerVariables,
  signal: AbortSignal,
): Promise<void> {
  // Again, since some were cut to a maximum that comes after them and was another.
  for (let time = 0; time < 2; time++) {
    for (const [name, value] of Object.entries(wanted)) await set(database, name, value);
  }
  const { [BUFFER_POOL]: pool } = wanted;
  if (pool === undefined) return;
  // It grows and shrinks in the background.
  while (Math.abs((await poolBytes(database)) - pool) > pool / 20) {
    await sleep(PAUSE_MS, undefined, { signal });
  }
}

async function set(database: BenchDatabase, name: string, value: number): Promise<void> {
  const other = OF_MARIADB[name];
  try {
    await database.query(`SET GLOBAL ${name} = ${value}`);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ER_UNKNOWN_SYSTEM_VARIABLE' || !other) throw error;
    await database.query(`SET GLOBAL ${other} = ${value}`);
  }
}

async function poolBytes(database: BenchDatabase): Promise<number> {
  const [row] = await database.query<{ pages: number | string }>(
    'SELECT SUM(POOL_SIZE) AS pages FROM information_schema.INNODB_BUFFER_POOL_STATS',
  );
  return Number(row?.pages) * PAGE_BYTES;
}
