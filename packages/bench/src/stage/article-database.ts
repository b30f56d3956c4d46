import { type BenchDatabase, createDatabase } from './database.ts';

/** The tables of the article, as they stand there. */
const TABLES = [
  `CREATE TABLE post_views (
    id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT,
    post_uuid CHAR(36) NOT NULL,
    user_id BIGINT UNSIGNED NULL,
    ip VARCHAR(45) NULL,
    user_agent TEXT NULL,
    referer VARCHAR(500) NULL,
    viewed_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    INDEX idx_post_uuid (post_uuid),
    INDEX idx_viewed_at (viewed_at)
  ) DEFAULT CHARSET = utf8mb4`,
  `CREATE TABLE post_view_aggregates (
    id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT,
    post_uuid CHAR(36) NOT NULL,
    date DATE NOT NULL,
    view_count INT UNSIGNED NOT NULL DEFAULT 0,
    UNIQUE KEY uq_post_date (post_uuid, date)
  ) DEFAULT CHARSET = utf8mb4`,
];

export async function createArticleDatabase(
  serverUrl: string,
  signal: AbortSignal,
): Promise<BenchDatabase> {
  await using creating = new AsyncDisposableStack();
  const database = creating.use(await createDatabase(serverUrl, signal));
  for (const table of TABLES) await database.query(table);
  creating.move();
  return database;
}
