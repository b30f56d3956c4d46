import { CompiledQuery, sql, type Transaction } from 'kysely';
import type { DatabaseClient } from '../client.ts';
import type { Database } from '../database.ts';
import { classifyError } from '../errors.ts';
import { UnfitDatabase } from './unfit-database.ts';

/** Hardly a post's, since no UUID has this version; if it is one, its row is locked for a moment. */
const PROBE_UUID = '00000000-0000-0000-8000-000000000000';

/** What a consumer writes to. Rights are looked at before rows are, so none is written. */
const WRITES_OF_NOTHING = [
  `INSERT INTO post_views (event_id, post_uuid, viewed_at) SELECT '', '', '2000-01-01' FROM DUAL
     WHERE FALSE ON DUPLICATE KEY UPDATE id = id`,
  `INSERT INTO post_view_aggregates (post_uuid, date, view_count) SELECT '', '2000-01-01', 0 FROM DUAL
     WHERE FALSE ON DUPLICATE KEY UPDATE view_count = 0`,
  `INSERT INTO post_view_totals (post_uuid, view_count) SELECT '', 0 FROM DUAL
     WHERE FALSE ON DUPLICATE KEY UPDATE view_count = 0`,
];

/**
 * Tries what writing takes, and leaves no trace: the rights on the tables, and that the server tells new rows
 * from those that were there already.
 *
 * @throws {UnfitDatabase} when it doesn't, and what the database throws
 */
export async function probeWrites(db: DatabaseClient): Promise<void> {
  for (const write of WRITES_OF_NOTHING) await db.executeQuery(CompiledQuery.raw(write));
  await probeAffectedRows(db);
}

/**
 * With the flag CLIENT_FOUND_ROWS, which this process doesn't set, but something in between may, the server
 * reports a row that was there already as if it were new: every duplicate would be counted.
 *
 * @see https://dev.mysql.com/doc/refman/9.7/en/insert-on-duplicate.html
 */
async function probeAffectedRows(db: DatabaseClient): Promise<void> {
  try {
    await db.transaction().execute(async (trx) => {
      await insertProbe(trx);
      throw new Probed(await insertProbe(trx));
    });
  } catch (error) {
    // A trigger or a constraint that won't have this row says nothing of the connection, or of other rows.
    if (classifyError(error).kind === 'data') return;
    if (!(error instanceof Probed)) throw error;
    if (error.affectedRows === 0n) return;
    throw new UnfitDatabase(
      'CLIENT_FOUND_ROWS',
      'the connection has the flag CLIENT_FOUND_ROWS, which makes duplicates look new; ' +
        'something between this process and the server sets it',
    );
  }
}

/** Rolls the transaction back; never leaves this file. */
class Probed extends Error {
  readonly affectedRows: bigint | undefined;

  constructor(affectedRows: bigint | undefined) {
    super();
    this.affectedRows = affectedRows;
  }
}

async function insertProbe(trx: Transaction<Database>): Promise<bigint | undefined> {
  const { numAffectedRows } = await sql`
    INSERT INTO post_view_totals (post_uuid, view_count) VALUES (${PROBE_UUID}, 0)
    ON DUPLICATE KEY UPDATE post_uuid = post_uuid
  `.execute(trx);
  return numAffectedRows;
}
