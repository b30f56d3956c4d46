import { type BenchDatabase, connectTo, migrateDatabase, openNamed } from './database.ts';

export interface KeptOptions {
  readonly name: string;
  /** Fills the tables of a new database. */
  readonly fill: (database: BenchDatabase) => Promise<void>;
  readonly say: (line: string) => void;
}

/**
 * Opens a filled database that outlives the bench: a later run on the same servers need not fill it again. It is filled
 * anew on another day, since its rows reach up to today, and when an earlier run was ended while it filled it. Raw views
 * of earlier runs are removed; what these have counted stays, in rows that were there already.
 *
 * @param serverUrl of a user who may create databases
 * @throws when another bench uses it
 */
export async function openKeptDatabase(
  serverUrl: string,
  { name, fill, say }: KeptOptions,
  signal: AbortSignal,
): Promise<BenchDatabase> {
  await using opening = new AsyncDisposableStack();
  await createUnlessThere(serverUrl, name);
  const database = opening.use(await openNamed(serverUrl, name, signal));
  await lock(database, name);
  if (await isFilled(database)) {
    say(`using ${name} of an earlier run`);
    await migrateDatabase(database);
    await database.query('TRUNCATE post_views');
  } else {
    await database.query(`DROP DATABASE ${name}`);
    await database.query(`CREATE DATABASE ${name}`);
    await database.query(`USE ${name}`);
    await migrateDatabase(database);
    await fill(database);
    await database.query('CREATE TABLE filled (day DATE PRIMARY KEY) SELECT UTC_DATE() AS day');
  }
  opening.move();
  return database;
}

async function createUnlessThere(serverUrl: string, name: string): Promise<void> {
  const connection = await connectTo(serverUrl);
  try {
    await connection.query(`CREATE DATABASE IF NOT EXISTS ${name}`);
  } finally {
    await connection.end();
  }
}

/** Until the connection is closed; that of a run that has just ended is about to be. */
async function lock(database: BenchDatabase, name: string): Promise<void> {
  const [row] = await database.query<{ locked: number }>('SELECT GET_LOCK(?, 1) AS locked', [name]);
  if (row?.locked !== 1) throw new Error(`another bench uses the database ${name}`);
}

async function isFilled(database: BenchDatabase): Promise<boolean> {
  const tables = await database.query("SHOW TABLES LIKE 'filled'");
  if (tables.length === 0) return false;
  const days = await database.query('SELECT day FROM filled WHERE day = UTC_DATE()');
  return days.length > 0;
}
