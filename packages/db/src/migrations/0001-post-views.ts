import { type Kysely, sql } from 'kysely';

/**
 * The raw views. The columns and indexes of the article, and `event_id`, whose unique key decides what
 * has been counted.
 *
 * Partitioned by UTC day: old days go in milliseconds, and the indexes that are written to stay small.
 * MySQL wants the partition's column in every unique key, and TIMESTAMP through UNIX_TIMESTAMP().
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE IF NOT EXISTS post_views (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      event_id BINARY(16) NOT NULL,
      post_uuid CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      user_id BIGINT UNSIGNED NULL,
      ip VARCHAR(45) NULL,
      user_agent TEXT NULL,
      referer VARCHAR(500) NULL,
      viewed_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
      PRIMARY KEY (id, viewed_at),
      UNIQUE KEY uq_event_id (event_id, viewed_at),
      KEY idx_post_uuid (post_uuid),
      KEY idx_viewed_at (viewed_at)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
    PARTITION BY RANGE (UNIX_TIMESTAMP(viewed_at)) (PARTITION p_future VALUES LESS THAN MAXVALUE)
  `.execute(db);
}
