import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchDatabase } from './database.ts';

/** How much a database keeps in memory, in bytes. */
export interface Room {
  /** Of tables and indexes. */
  readonly bufferPool: number;
  /** Of changes that are not in the tables' files yet: a page is written once for all that fit. */
  readonly redoLog: number;
}

const BUFFER_POOL = 'innodb_buffer_pool_size';
/** MySQL's name, or MariaDB's. */
const REDO_LOG = ['innodb_redo_log_capacity', 'innodb_log_file_size'] as const;
const PAGE_BYTES = 16_384;
const PAUSE_MS = 200;

/**
 * Gives a database other room than it has, until what is returned is disposed of. The server answers all the while.
 *
 * @returns `undefined` when the user may not set what holds for the whole server
 */
export async function giveRoom(
  database: BenchDatabase,
  room: Room,
  signal: AbortSignal,
): Promise<AsyncDisposable | undefined> {
  const before = await readRoom(database);
  try {
    await setRoom(database, room, signal);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ER_SPECIFIC_ACCESS_DENIED_ERROR') return undefined;
    throw error;
  }
  return {
    [Symbol.asyncDispose]: () => setRoom(database, before, AbortSignal.timeout(60_000)),
  };
}

export async function readRoom(database: BenchDatabase): Promise<Room> {
  const values = await variables(database);
  return {
    bufferPool: values.get(BUFFER_POOL) ?? 0,
    redoLog: values.get(redoLogOf(values)) ?? 0,
  };
}

async function setRoom(
  database: BenchDatabase,
  { bufferPool, redoLog }: Room,
  signal: AbortSignal,
): Promise<void> {
  const name = redoLogOf(await variables(database));
  await database.query(`SET GLOBAL ${name} = ${redoLog}`);
  await database.query(`SET GLOBAL ${BUFFER_POOL} = ${bufferPool}`);
  // It grows and shrinks in the background.
  while (Math.abs((await poolBytes(database)) - bufferPool) > bufferPool / 20) {
    await sleep(PAUSE_MS, undefined, { signal });
  }
}

async function variables(database: BenchDatabase): Promise<ReadonlyMap<string, number>> {
  const rows = await database.query<{ Variable_name: string; Value: string }>(
    'SHOW GLOBAL VARIABLES WHERE Variable_name IN (?)',
    [[BUFFER_POOL, ...REDO_LOG]],
  );
  return new Map(rows.map(({ Variable_name, Value }) => [Variable_name, Number(Value)]));
}

function redoLogOf(values: ReadonlyMap<string, number>): string {
  return REDO_LOG.find((name) => values.has(name)) ?? REDO_LOG[0];
}

async function poolBytes(database: BenchDatabase): Promise<number> {
  const [row] = await database.query<{ pages: number | string }>(
    'SELECT SUM(POOL_SIZE) AS pages FROM information_schema.INNODB_BUFFER_POOL_STATS',
  );
  return Number(row?.pages) * PAGE_BYTES;
}
