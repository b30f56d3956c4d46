import { eventsOf } from '../workload/events.ts';
import { ZIPF_POSTS } from '../workload/posts.ts';
import { backlog } from '../workload/workload.ts';
import type { BenchDatabase } from './database.ts';
import { fillTotals, leaveOutOfBinaryLog, STEP_ROWS, tellProgress } from './filling.ts';

/** How many days before today have rows. */
export const PAST_DAYS = 60;
/** Today has more than any other day: the indexes that are written to are large as well. */
const TODAY_SHARE = 0.15;
const DAY = 24 * 60 * 60;
/** Rows that were made one by one; all others are copies with another time and id. */
const PATTERN_ROWS = 50_000;
const INSERT_ROWS = 1_000;

/**
 * Fills an empty database with as many views as months bring: spread over the partitions of the days before
 * today, and some millions of today's; with the counters that belong to them.
 *
 * @param say hears how far it is
 */
export async function fillWithViews(
  database: BenchDatabase,
  rows: number,
  say: (line: string) => void,
): Promise<void> {
  await leaveOutOfBinaryLog(database);
  const step = Math.min(STEP_ROWS, rows);
  await makePattern(database, step);
  const tell = tellProgress(rows, say);
  let filled = 0;
  for (const { from, span, count } of daysToFill(rows)) {
    for (let done = 0; done < count; done += step) {
      const part = Math.min(step, count - done);
      const start = from + Math.floor((span * done) / count);
      await copyPattern(database, { start, span: (span * part) / count, rows: part });
      filled += part;
    }
    tell(filled);
  }
  await fillTotals(database);
  await database.query('DROP TABLE pattern');
}

/** From where, for how many seconds, and how many rows: the days before today, then today up to now. */
function daysToFill(rows: number): { from: number; span: number; count: number }[] {
  const now = Math.floor(Date.now() / 1000);
  const today = Math.floor(now / DAY) * DAY;
  const ofToday = Math.floor(rows * TODAY_SHARE);
  const ofEachDay = Math.floor((rows - ofToday) / PAST_DAYS);
  const past = Array.from({ length: PAST_DAYS }, (_, ago) => ({
    from: today - (PAST_DAYS - ago) * DAY,
    span: DAY,
    count: ofEachDay,
  }));
  return [...past, { from: today, span: now - today, count: rows - ofEachDay * PAST_DAYS }];
}

/** A table of as many rows as one statement copies, numbered from 0: made once, then doubled. */
async function makePattern(database: BenchDatabase, rows: number): Promise<void> {
  await database.query(
    `CREATE TABLE pattern (
      n INT UNSIGNED PRIMARY KEY,
      post_uuid CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      user_id BIGINT UNSIGNED NULL, ip VARCHAR(45), user_agent TEXT, referer VARCHAR(500)
    ) DEFAULT CHARSET = utf8mb4`,
  );
  const events = Math.min(PATTERN_ROWS, rows);
  const made = [...eventsOf(backlog({ seed: 1, events, eventsPerMessage: 1, posts: ZIPF_POSTS }))];
  for (let start = 0; start < events; start += INSERT_ROWS) {
    const values = made
      .slice(start, start + INSERT_ROWS)
      .map((event, index) => [
        start + index,
        event.post_uuid,
        event.user_id,
        event.ip,
        event.user_agent,
        event.referer,
      ]);
    await database.query('INSERT INTO pattern VALUES ?', [values]);
  }
  for (let count = events; count < rows; count *= 2) {
    await database.query(
      `INSERT INTO pattern SELECT n + ?, post_uuid, user_id, ip, user_agent, referer
       FROM pattern WHERE n < ?`,
      [count, rows - count],
    );
  }
}

/** The rows come in the order of their times, as they would in life, and so do the ids (version 7). */
async function copyPattern(
  database: BenchDatabase,
  { start, span, rows }: { start: number; span: number; rows: number },
): Promise<void> {
  await database.query(
    `INSERT INTO post_views (event_id, post_uuid, user_id, ip, user_agent, referer, viewed_at)
     SELECT
       UNHEX(CONCAT(LPAD(HEX((? + FLOOR(n * ? / ?)) * 1000), 12, '0'), '7', LEFT(SHA2(CONCAT(n, '-', ?), 256), 19))),
       post_uuid, user_id, ip, user_agent, referer, FROM_UNIXTIME(? + FLOOR(n * ? / ?))
     FROM pattern WHERE n < ? ORDER BY n`,
    [start, span, rows, start, start, span, rows, rows],
  );
  await database.query(
    `INSERT INTO post_view_aggregates (post_uuid, date, view_count)
     SELECT post_uuid, DATE(FROM_UNIXTIME(? + FLOOR(n * ? / ?))) AS day, COUNT(*)
     FROM pattern WHERE n < ? GROUP BY post_uuid, day ORDER BY post_uuid, day
     ON DUPLICATE KEY UPDATE view_count = view_count + VALUES(view_count)`,
    [start, span, rows, rows],
  );
}
