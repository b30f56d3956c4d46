import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { type BenchDatabase, connectTo } from '../../src/stage/database.ts';
import { fillCounters } from '../../src/stage/fill-counters.ts';
import { openKeptDatabase } from '../../src/stage/kept-database.ts';

const { signal } = new AbortController();
const COUNT = 'SELECT COUNT(*) AS days FROM post_view_aggregates';
let name: string;
let fills: number;

beforeEach(() => {
  name = `kept_${randomBytes(6).toString('hex')}`;
  fills = 0;
});
afterEach(async () => {
  const admin = await connectTo(inject('databaseUrl'));
  await admin.query(`DROP DATABASE IF EXISTS ${name}`);
  await admin.end();
});

function open(): Promise<BenchDatabase> {
  const fill = async (database: BenchDatabase) => {
    fills += 1;
    await fillCounters(database, 2, () => undefined);
  };
  return openKeptDatabase(inject('databaseUrl'), { name, fill, say: () => undefined }, signal);
}

it('is filled once on a day', async () => {
  {
    await using first = await open();
    expect(await first.query(COUNT)).toEqual([{ days: 100 }]);
  }
  {
    await using second = await open();
    expect([fills, await second.query(COUNT)]).toEqual([1, [{ days: 100 }]]);
    await second.query('UPDATE filled SET day = day - INTERVAL 1 DAY');
  }
  await using third = await open();
  expect([fills, await third.query(COUNT)]).toEqual([2, [{ days: 100 }]]);
});

it('is filled again when that was not finished', async () => {
  {
    await using first = await open();
    await first.query('DROP TABLE filled');
  }
  await using again = await open();
  expect([fills, await again.query(COUNT)]).toEqual([2, [{ days: 100 }]]);
});

it('is used by one bench at a time', async () => {
  await using _ = await open();
  await expect(open()).rejects.toThrow('another bench uses');
});
