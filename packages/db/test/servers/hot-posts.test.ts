import { createHash } from 'node:crypto';
import { testView } from '@post-views/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { classifyError, openDatabase, type PostView, recordViews } from '../../src/index.ts';
import { type Migrated, openMigrated } from '../open-migrated.ts';

const WRITERS = 4;
const POSTS = 10;
const BATCH = 250;
const EVENTS = 2000;

let releases: AsyncDisposableStack;
let migrated: Migrated;
beforeEach(async () => {
  releases = new AsyncDisposableStack();
  migrated = releases.use(await openMigrated());
});
afterEach(() => releases.disposeAsync());

/** Ids in no order, so that writers meet everywhere in the index. */
function uuid(text: string): string {
  const hex = createHash('md5').update(text).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Of each ten views, three are also among those of the other writers. */
function viewsOf(writer: number): PostView[] {
  return Array.from({ length: EVENTS }, (_, n) =>
    testView({
      eventId: uuid(n % 10 < 3 ? `shared ${n}` : `${writer} ${n}`),
      postUuid: uuid(`post ${Math.floor(n / 10) % POSTS}`),
      viewedAt: Date.UTC(2026, 10, 24 - (n % 3), 12) / 1000,
    }),
  );
}

it('counts every view of ten hot posts once, while four write at the same time', async () => {
  const write = async (views: readonly PostView[]): Promise<number> => {
    const db = openDatabase({ url: migrated.server.url, connections: 2, connectTimeoutMs: 5_000 });
    releases.defer(() => db.destroy());
    let recorded = 0;
    for (let from = 0; from < EVENTS; ) {
      try {
        recorded += (await recordViews(db, views.slice(from, from + BATCH))).recorded;
        from += BATCH;
      } catch (error) {
        if (classifyError(error).kind !== 'retry') throw error;
      }
    }
    return recorded;
  };
  const all = Array.from({ length: WRITERS }, (_, writer) => viewsOf(writer));
  const recorded = await Promise.all(all.map(write));

  const distinct = new Map(all.flat().map((view) => [view.eventId, view]));
  expect(recorded.reduce((sum, count) => sum + count, 0)).toBe(distinct.size);
  const expected = new Map<string, number>();
  for (const { postUuid } of distinct.values()) {
    expected.set(postUuid, (expected.get(postUuid) ?? 0) + 1);
  }
  for (const [table, count] of [
    ['post_views', 'COUNT(*)'],
    ['post_view_aggregates', 'SUM(view_count)'],
    ['post_view_totals', 'SUM(view_count)'],
  ]) {
    const rows = await migrated.server.query<{ post_uuid: string; n: number | string }>(
      `SELECT post_uuid, ${count} AS n FROM ${table} GROUP BY post_uuid`,
    );
    expect(new Map(rows.map(({ post_uuid, n }) => [post_uuid, Number(n)]))).toEqual(expected);
  }
});
