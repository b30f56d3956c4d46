import { type Kysely, sql } from 'kysely';

/** All-time views of each post, so that neither a total nor the top list needs a scan. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE IF NOT EXISTS post_view_totals (
      post_uuid CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      view_count BIGINT UNSIGNED NOT NULL DEFAULT 0,
      PRIMARY KEY (post_uuid),
      KEY idx_top (view_count DESC, post_uuid)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
  `.execute(db);
}
