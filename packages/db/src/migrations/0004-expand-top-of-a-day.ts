import { type Kysely, sql } from 'kysely';

/**
 * An index of the posts of each day, most views first, so that the top list of a range needs no scan.
 *
 * MySQL has no `IF NOT EXISTS` for an index, so this looks for it first. Counting continues while the index is built: what
 * is written meanwhile goes to a log, and into the index at the end.
 *
 * @see https://dev.mysql.com/doc/refman/9.7/en/innodb-online-ddl-operations.html
 * @see https://mariadb.com/kb/en/innodb-online-ddl-operations-with-the-inplace-alter-algorithm/
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql`
    SELECT 1 FROM information_schema.STATISTICS
    WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'post_view_aggregates' AND INDEX_NAME = 'idx_top_of_day'
  `.execute(db);
  if (rows.length > 0) return;
  await sql`
    ALTER TABLE post_view_aggregates
      ADD INDEX idx_top_of_day (date, view_count DESC, post_uuid), ALGORITHM = INPLACE, LOCK = NONE
  `.execute(db);
}
