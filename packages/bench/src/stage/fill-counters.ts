import { postOf } from '../workload/posts.ts';
import type { BenchDatabase } from './database.ts';
import { fillTotals, leaveOutOfBinaryLog, STEP_ROWS, tellProgress } from './filling.ts';

/** Up to today. */
export const FILLED_DAYS = 50;
/** Views of the first post on a day, about. The second has half of them, the third a third, and so on. */
const FIRST_POST_VIEWS = 20_000;
const INSERT_ROWS = 5_000;

/**
 * Fills the counters of an empty database, as if so many posts had been seen on each of the last 50 days, by Zipf's
 * law. No raw views belong to them: nothing that is asked for reads those.
 *
 * The server makes the rows itself, in the order of the primary key, of a list of the posts and one of the days. How
 * often a post was seen on a day follows from both, so that it is the same each time.
 *
 * @param say hears how far it is
 */
export async function fillCounters(
  database: BenchDatabase,
  posts: number,
  say: (line: string) => void,
): Promise<void> {
  await leaveOutOfBinaryLog(database);
  await listPosts(database, posts);
  await listDays(database);
  const rows = posts * FILLED_DAYS;
  const step = Math.floor(STEP_ROWS / FILLED_DAYS);
  const tell = tellProgress(rows, say);
  for (let from = 0; from < posts; from += step) {
    await fillPosts(database, from, from + step);
    tell(Math.min(posts, from + step) * FILLED_DAYS);
  }
  await fillTotals(database);
  await database.query('DROP TABLE filled_posts, filled_days');
  await database.query('ANALYZE TABLE post_view_aggregates, post_view_totals');
}

/** Numbered in the order of their UUIDs: that is the order in which rows are cheapest to insert. */
async function listPosts(database: BenchDatabase, posts: number): Promise<void> {
  await database.query(
    `CREATE TABLE filled_posts (
      n INT UNSIGNED PRIMARY KEY,
      post_uuid CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      place INT UNSIGNED NOT NULL
    )`,
  );
  const all = Array.from({ length: posts }, (_, rank) => ({ post: postOf(rank), place: rank + 1 }));
  all.sort((a, b) => (a.post < b.post ? -1 : 1));
  for (let start = 0; start < posts; start += INSERT_ROWS) {
    const values = all
      .slice(start, start + INSERT_ROWS)
      .map(({ post, place }, index) => [start + index, post, place]);
    await database.query('INSERT INTO filled_posts VALUES ?', [values]);
  }
}

async function listDays(database: BenchDatabase): Promise<void> {
  await database.query('CREATE TABLE filled_days (ago INT UNSIGNED PRIMARY KEY)');
  const agos = Array.from({ length: FILLED_DAYS }, (_, ago) => [ago]);
  await database.query('INSERT INTO filled_days VALUES ?', [agos]);
}

/** Each day is between half and one and a half of the mean, or one to three views where that is next to nothing. */
async function fillPosts(database: BenchDatabase, from: number, upTo: number): Promise<void> {
  await database.query(
    `INSERT INTO post_view_aggregates (post_uuid, date, view_count)
     SELECT post_uuid, day,
       1 + ? * (500 + dice % 1000) DIV (1000 * place) + dice DIV 1000 % 3
     FROM (
       SELECT post_uuid, place, UTC_DATE() - INTERVAL ago DAY AS day, CRC32(CONCAT(place, '-', ago)) AS dice
       FROM filled_posts CROSS JOIN filled_days WHERE n >= ? AND n < ?
     ) AS made
     ORDER BY post_uuid, day`,
    [FIRST_POST_VIEWS, from, upTo],
  );
}
