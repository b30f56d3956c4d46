import { type DatabaseClient, migrate, openDatabase } from '@post-views/db';
import { createTcpProxy, createTestDatabase, type TcpProxy } from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_SLOW_READS } from '../../src/limits.ts';
import { createReads, type Reads } from '../../src/reads/reads.ts';
import { Overloaded } from '../../src/request-errors.ts';
import { NOW, uuid } from '../open-test-app.ts';

let releases: AsyncDisposableStack;
let proxy: TcpProxy;
let reads: Reads;
/** How many posts each statement was about. */
let posts: number[];

beforeEach(async () => {
  releases = new AsyncDisposableStack();
  posts = [];
  const database = releases.use(await createTestDatabase());
  proxy = releases.use(
    await createTcpProxy(database.url, (chunk) => {
      posts.push(chunk.toString('latin1').match(/'0b6f3a52-/g)?.length ?? 0);
      return chunk;
    }),
  );
  const open = (): DatabaseClient => {
    const db = openDatabase({ url: proxy.url, connections: 4, connectTimeoutMs: 5_000 });
    releases.defer(() => db.destroy());
    return db;
  };
  const db = open();
  await migrate(db, NOW);
  reads = createReads({ db, slowDb: open(), healthDb: open() });
  releases.defer(() => reads.end());
});
afterEach(() => releases.disposeAsync());

describe('a statement for many callers', () => {
  it.each([
    ['a year', '2025-11-25', 54],
    ['thirty days', '2026-10-26', 666],
  ])('has no more posts times days than one caller may ask for, over %s', async (_, from, most) => {
    const range = { from, to: '2026-11-24' };
    const callers = Array.from({ length: 30 }, (_, caller) =>
      Array.from({ length: 50 }, (_, n) => uuid(100 * caller + n)),
    );
    await Promise.all(callers.map((asked) => reads.readDailyViews(asked, range)));
    expect(posts.reduce((sum, count) => sum + count)).toBe(30 * 50);
    expect(Math.max(...posts)).toBeLessThanOrEqual(most);
  });
});

describe('slow readings', () => {
  it('are refused at once when too many are waited for already', async () => {
    proxy.freeze();
    const waiting = Array.from({ length: MAX_SLOW_READS }, () => reads.readStats('2026-11-24'));
    await expect(reads.readStats('2026-11-24')).rejects.toThrow(Overloaded);
    await proxy.restore();
    await Promise.all(waiting);
    expect(await reads.readStats('2026-11-24')).toMatchObject({ views: 0 });
  });
});
