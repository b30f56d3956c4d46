import type { BenchDatabase } from './database.ts';

// What the tables hold, by the plainest statements, to compare the answers of the API with.

export interface PostViews {
  readonly post_uuid: string;
  readonly views: number;
}

/** In the order asked. */
export async function readTotals(
  database: BenchDatabase,
  posts: readonly string[],
): Promise<PostViews[]> {
  const rows = await readList(
    database,
    'SELECT post_uuid, view_count AS views FROM post_view_totals WHERE post_uuid IN (?)',
    [posts],
  );
  const found = new Map(rows.map((row) => [row.post_uuid, row.views]));
  return posts.map((post) => ({ post_uuid: post, views: found.get(post) ?? 0 }));
}

/** The last 30 days. The filled tables have a row for each of them. */
export async function readDays(
  database: BenchDatabase,
  post: string,
): Promise<[date: string, views: number][]> {
  const rows = await database.query<{ date: string; views: number }>(
    `SELECT date, view_count AS views FROM post_view_aggregates
     WHERE post_uuid = ? AND date > UTC_DATE() - INTERVAL 30 DAY AND date <= UTC_DATE() ORDER BY date`,
    [post],
  );
  return rows.map((row) => [row.date, row.views]);
}

async function readList(
  database: BenchDatabase,
  statement: string,
  values: readonly unknown[] = [],
): Promise<PostViews[]> {
  const rows = await database.query<{ post_uuid: string; views: number | string }>(
    statement,
    values,
  );
  return rows.map((row) => ({ post_uuid: row.post_uuid, views: Number(row.views) }));
}

export async function readTop(database: BenchDatabase, limit: number): Promise<PostViews[]> {
  return readList(
    database,
    `SELECT post_uuid, view_count AS views FROM post_view_totals
     ORDER BY view_count DESC, post_uuid LIMIT ${limit}`,
  );
}

export async function readTopOf30Days(
  database: BenchDatabase,
  limit: number,
): Promise<PostViews[]> {
  return readList(
    database,
    `SELECT post_uuid, SUM(view_count) AS views FROM post_view_aggregates
     WHERE date > UTC_DATE() - INTERVAL 30 DAY AND date <= UTC_DATE()
     GROUP BY post_uuid ORDER BY views DESC, post_uuid LIMIT ${limit}`,
  );
}
