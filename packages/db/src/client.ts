import { Kysely, MysqlDialect } from 'kysely';
import { createConnection } from 'mysql2';
import type { Database } from './database.ts';
import { createPool, type PoolOptions } from './pool.ts';

export type DatabaseClient = Kysely<Database>;

/**
 * Opens the database; connections are made when they are needed. Whoever calls this also calls
 * `destroy()` on what it returns.
 */
export function openDatabase(options: PoolOptions): DatabaseClient {
  const pool = createPool(options);
  // A statement is ended from a connection of its own: those of the pool may all be in use.
  return new Kysely<Database>({
    dialect: new MysqlDialect({ pool, controlConnection: createConnection }),
  });
}
