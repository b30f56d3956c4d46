import { type BenchDatabase, connectTo } from './database.ts';

export interface Hold extends AsyncDisposable {
  /** Lets everybody go on. */
  release(): Promise<void>;
}

/** Beyond every id that there is: what is locked is the end of the table. */
const NO_ID = '18446744073709551615';

/**
 * Keeps everybody else from adding views, until they are released: processes that are started meanwhile begin
 * together, however long each of them takes to start. Nothing else is kept from them: they look at the tables,
 * and try whether they may write, before they begin.
 *
 * @see https://dev.mysql.com/doc/refman/9.7/en/innodb-locking.html#innodb-gap-locks
 */
export async function holdViews({ url }: Pick<BenchDatabase, 'url'>): Promise<Hold> {
  const connection = await connectTo(url);
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  await connection.query('START TRANSACTION');
  await connection.query(`SELECT id FROM post_views WHERE id >= ${NO_ID} FOR UPDATE`);
  return {
    release: async () => {
      await connection.query('COMMIT');
    },
    async [Symbol.asyncDispose]() {
      connection.destroy();
    },
  };
}
