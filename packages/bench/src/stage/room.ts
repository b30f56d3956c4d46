import type { BenchDatabase } from './database.ts';
import { type ServerVariables, setServerVariables } from './server-variables.ts';
import type { Stage } from './stage.ts';

/**
 * Memory for what is written to of the large tables, a log for the changes of a minute, and no hurry to write pages:
 * MySQL's own 10,000 a second are written again and again, because each batch changes them. 200 is what MariaDB has.
 */
const ROOM: ServerVariables = {
  innodb_buffer_pool_size: 2 * 1024 ** 3,
  innodb_redo_log_capacity: 1024 ** 3,
  innodb_io_capacity: 200,
  innodb_io_capacity_max: 2_000,
};

/** Fewer rows have room in what MySQL and MariaDB take unless they are told: 128 MB. */
const FEW_ROWS = 1_000_000;

/** As {@link giveRoom}, when there are so many rows that it makes a difference. */
export async function giveRoomFor(
  rows: number,
  database: BenchDatabase,
  stage: Pick<Stage, 'signal' | 'say'>,
): Promise<AsyncDisposable | undefined> {
  return rows > FEW_ROWS ? giveRoom(database, stage) : undefined;
}

/**
 * Gives the server room for large tables, until what is returned is disposed of.
 *
 * @returns `undefined` when the user may not do that, after having said so
 */
export async function giveRoom(
  database: BenchDatabase,
  { signal, say }: Pick<Stage, 'signal' | 'say'>,
): Promise<AsyncDisposable | undefined> {
  const room = await setServerVariables(database, ROOM, signal);
  if (!room) say('the user may not give the server room: measured as it comes');
  return room;
}
