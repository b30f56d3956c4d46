import { expect, inject, it, onTestFinished } from 'vitest';
import { createServiceDatabase } from '../../src/stage/database.ts';
import { fillWithViews, PAST_DAYS } from '../../src/stage/fill.ts';
import { readSums, verifyGrowth } from '../../src/stage/sums.ts';
import { ZIPF_POSTS } from '../../src/workload/posts.ts';
import { backlog } from '../../src/workload/workload.ts';

const ROWS = 20_000;
const DAY_MS = 24 * 60 * 60 * 1000;

it('fills two months of partitions with views and the counters that belong to them', async () => {
  const since = new Date(Date.now() - PAST_DAYS * DAY_MS);
  const signal = new AbortController().signal;
  const database = await createServiceDatabase(inject('databaseUrl'), signal, since);
  onTestFinished(() => database[Symbol.asyncDispose]());
  await fillWithViews(database, ROWS, () => undefined);

  const [found] = await database.query(
    `SELECT COUNT(*) AS raws, COUNT(DISTINCT DATE(viewed_at)) AS days,
       SUM(viewed_at < NOW() + INTERVAL 1 SECOND) AS past,
       SUM(CONV(HEX(LEFT(event_id, 6)), 16, 10) = UNIX_TIMESTAMP(viewed_at) * 1000) AS dated
     FROM post_views`,
  );
  expect(found).toEqual({ raws: ROWS, days: PAST_DAYS + 1, past: `${ROWS}`, dated: `${ROWS}` });

  const wrong = await database.query(
    `SELECT post_uuid, date FROM (
       SELECT post_uuid, DATE(viewed_at) AS date, COUNT(*) AS n FROM post_views GROUP BY 1, 2
     ) AS raws
     LEFT JOIN post_view_aggregates AS days USING (post_uuid, date)
     WHERE days.view_count IS NULL OR days.view_count <> n`,
  );
  expect(wrong).toEqual([]);
  expect(await readSums(database, { firstAt: 0 })).toEqual({ raw: ROWS, days: ROWS, totals: ROWS });
});

it('finds a view that was not added everywhere', () => {
  const workload = backlog({ seed: 1, events: 10, eventsPerMessage: 1, posts: ZIPF_POSTS });
  const before = { raw: 5, days: 100, totals: 100 };
  verifyGrowth(before, { raw: 15, days: 110, totals: 110 }, workload);
  expect(() => verifyGrowth(before, { raw: 15, days: 110, totals: 109 }, workload)).toThrow(
    '"totals":9',
  );
});
