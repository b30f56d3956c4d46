import type { BenchDatabase } from './database.ts';

/**
 * How many statements the server has got from its clients so far, this one included.
 *
 * @see https://dev.mysql.com/doc/refman/9.7/en/server-status-variables.html#statvar_Questions
 */
export async function readStatements(database: BenchDatabase): Promise<number> {
  const [row] = await database.query<{ Value: string }>("SHOW GLOBAL STATUS LIKE 'Questions'");
  return Number(row?.Value);
}
