import { Kysely, MysqlDialect } from 'kysely';
import type { Database } from './database.ts';
import { createPool, type PoolOptions } from './pool.ts';

export type DatabaseClient = Kysely<Database>;

/**
 * Opens the database; connections are made when they are needed. Whoever calls this also calls
 * `destroy()` on what it returns.
 */
export function openDatabase(options: PoolOptions): DatabaseClient {
  return new Kysely<Database>({ dialect: new MysqlDialect({ pool: createPool(options) }) });
}
