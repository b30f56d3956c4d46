import { openDatabase, recordViews } from '@post-views/db';
import { readViewEvent } from '@post-views/event';
import { beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import { type BenchDatabase, createServiceDatabase } from '../../src/stage/database.ts';
import { countMiscounts, verify } from '../../src/stage/verify.ts';
import { eventsOf } from '../../src/workload/events.ts';
import { ZIPF_POSTS } from '../../src/workload/posts.ts';
import { backlog } from '../../src/workload/workload.ts';

const workload = backlog({ seed: 1, events: 500, eventsPerMessage: 1, posts: ZIPF_POSTS });
let database: BenchDatabase;

beforeEach(async () => {
  const signal = new AbortController().signal;
  database = await createServiceDatabase(inject('databaseUrl'), signal);
  onTestFinished(() => database[Symbol.asyncDispose]());
  const db = openDatabase({ url: database.url, connections: 1, connectTimeoutMs: 5_000 });
  const views = [...eventsOf(workload)].flatMap((event) => {
    const read = readViewEvent(event);
    return 'event' in read ? [{ ...read.event, eventId: event.event_id }] : [];
  });
  await recordViews(db, views);
  await db.destroy();
});

it('has nothing against tables that hold what was published', async () => {
  await verify(database, workload);
});

it.each([
  ['a raw row is missing', 'DELETE FROM post_views LIMIT 1', 'there are 499 raw rows'],
  [
    'a day is wrong',
    'UPDATE post_view_aggregates SET view_count = view_count + 1 LIMIT 1',
    /1 of \d+ days differ/,
  ],
  ['a total is missing', 'DELETE FROM post_view_totals LIMIT 1', /1 of \d+ totals differ/],
  [
    'views are counted for another post',
    'UPDATE post_view_totals SET post_uuid = UUID() LIMIT 1',
    /2 of \d+ totals differ/,
  ],
])('throws when %s', async (_name, damage, message) => {
  await database.query(damage);
  await expect(verify(database, workload)).rejects.toThrow(message);
});

describe('countMiscounts', () => {
  it('finds nothing in tables that hold what was published', async () => {
    expect(await countMiscounts(database, workload)).toEqual({ lost: 0, twice: 0 });
  });

  it.each([
    ['raw rows are missing', 'DELETE FROM post_views LIMIT 3', { lost: 3, twice: 0 }],
    [
      'a day has too many views',
      'UPDATE post_view_aggregates SET view_count = view_count + 2 LIMIT 1',
      { lost: 0, twice: 2 },
    ],
    [
      'a view is counted for another post',
      `UPDATE post_view_totals SET view_count = view_count + IF(post_uuid = (
         SELECT post FROM (SELECT MIN(post_uuid) AS post FROM post_view_totals) AS first), 1, -1)
       ORDER BY post_uuid LIMIT 2`,
      { lost: 1, twice: 1 },
    ],
  ])('counts by how much it differs when %s', async (_name, damage, miscounts) => {
    await database.query(damage);
    expect(await countMiscounts(database, workload)).toEqual(miscounts);
  });
});
