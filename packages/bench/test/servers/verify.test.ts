import { openDatabase, recordViews } from '@post-views/db';
import { readViewEvent } from '@post-views/event';
import { beforeEach, expect, inject, it, onTestFinished } from 'vitest';
import { type BenchDatabase, createServiceDatabase } from '../../src/stage/database.ts';
import { verify } from '../../src/stage/verify.ts';
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
