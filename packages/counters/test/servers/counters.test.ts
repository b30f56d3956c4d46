import {
  DAY_SECONDS,
  migrate,
  openDatabase,
  recordViews,
  startOfDay,
  toSqlDate,
} from '@post-views/db';
import {
  createTestDatabase,
  deleteViews,
  outcomeOf,
  startProgram,
  type TestDatabase,
  testViews,
} from '@post-views/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

let database: TestDatabase;
let record: (postUuid: string, count: number, viewedAt: number) => Promise<unknown>;
const close: (() => Promise<void>)[] = [];

const NOON = startOfDay(Date.now() / 1000) - DAY_SECONDS / 2;
const [BEFORE, DAY] = [NOON - DAY_SECONDS, NOON].map(toSqlDate) as [string, string];
const [A, B] = ['a', 'b'].map((n) => `0b6f3a52-9f0c-4f5e-8a55-00000000000${n}`) as [string, string];

beforeAll(async () => {
  database = await createTestDatabase();
  const db = openDatabase({ url: database.url, connections: 2, connectTimeoutMs: 5_000 });
  close.push(() => db.destroy());
  await migrate(db, new Date());
  record = (postUuid, count, viewedAt) => recordViews(db, testViews(count, { postUuid, viewedAt }));
});
afterAll(async () => {
  for (const it of close) await it();
  await database[Symbol.asyncDispose]();
});
beforeEach(() => deleteViews(database));

async function counters(args: string, env: Record<string, string> = {}) {
  await using program = startProgram(
    'packages/counters/src/main.ts',
    { DATABASE_URL: database.url, ...env },
    args === '' ? [] : args.split(' '),
  );
  return await outcomeOf(program);
}

async function breakThem(): Promise<void> {
  await record(A, 3, NOON);
  await record(B, 1200, NOON);
  await record(B, 2, NOON - DAY_SECONDS);
  await database.query(
    `UPDATE post_view_aggregates SET view_count = 1234 WHERE post_uuid = '${B}' AND date = '${DAY}'`,
  );
  await database.query(`DELETE FROM post_view_totals WHERE post_uuid = '${A}'`);
}

describe('pnpm counters', () => {
  it('verify says that all is right', async () => {
    expect(await counters('verify')).toMatchObject({
      code: 0,
      stdout: 'No day, and 0 totals\nAll counters are right\n',
      stderr: '',
    });
    await record(A, 3, NOON);
    await record(B, 2, NOON - DAY_SECONDS);
    expect(await counters('verify')).toMatchObject({
      code: 0,
      stdout: `2 days from ${BEFORE} to ${DAY} with 5 views, and 2 totals\nAll counters are right\n`,
      stderr: '',
    });
  });

  it('verify shows what is wrong, and by how much', async () => {
    await breakThem();
    const { code, stdout } = await counters('verify');
    expect(stdout.split('\n')).toEqual([
      'COUNTERS OF  POSTS  VIEWS  WRONG  TOO MANY  TOO FEW',
      `${DAY}       2  1,203      1        34        0`,
      'all time         2  1,239      2         0       37',
      '',
      'POST                                  COUNTER OF   SAYS  SHOULD SAY',
      `${B}  ${DAY}  1,234       1,200`,
      `${A}  all time        0           3`,
      `${B}  all time    1,202       1,236`,
      '',
      `2 days from ${BEFORE} to ${DAY} with 1,205 views, and 2 totals`,
      '3 counters wrong; rebuild counts them again',
      '',
    ]);
    expect(code).toBe(1);
    const json = await counters(`verify --json --from ${DAY}`);
    expect(
      json.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { day: DAY, posts: 2, views: 1203, wrong: 1, excess: 34, missing: 0 },
      { day: null, posts: 2, views: 1239, wrong: 2, excess: 0, missing: 37 },
    ]);
  });

  it('rebuild counts it again, and replaces nothing else', async () => {
    await breakThem();
    expect(await counters('rebuild')).toMatchObject({
      code: 2,
      stderr:
        'error: rebuild asks before it replaces counters: run it on a terminal or with --yes\n',
    });
    expect(await counters('rebuild --yes')).toMatchObject({
      code: 0,
      stdout: '3 counters replaced. All counters are right\n',
      stderr: '',
    });
    expect(
      await database.query('SELECT post_uuid, view_count FROM post_view_totals ORDER BY 1'),
    ).toEqual([
      { post_uuid: A, view_count: 3 },
      { post_uuid: B, view_count: 1202 },
    ]);
    expect((await counters('rebuild --yes')).stdout).toBe(
      'All counters are right: there is nothing to rebuild\n',
    );
  });

  it('refuses days whose raw views have been dropped', async () => {
    await record(A, 3, NOON);
    const { code, stderr } = await counters(`rebuild --yes --from ${BEFORE}`);
    expect(stderr).toBe(
      `error: --from ${BEFORE}: the first day that has all of its raw views is ${DAY}, so nothing tells what was before\n`,
    );
    expect(code).toBe(2);
  });

  it.each([
    ['', 2, /Usage: pnpm counters/],
    ['verify --from 2026-02-30', 2, /--from <day>.*It must be a day/],
    ['verify --to yesterday', 2, /--to <day>.*It must be a day/],
    ['verify more', 2, /too many arguments/],
  ])('called with "%s" ends with %d, and says why', async (args, code, why) => {
    const ended = await counters(args);
    expect(ended).toMatchObject({ code, stderr: expect.stringMatching(why) as string });
  });

  it('names the variable when there is no such database', async () => {
    const { code, stderr } = await counters('verify', {
      DATABASE_URL: 'mysql://u:p@127.0.0.1:1/v',
    });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'Failed: DATABASE_URL: ECONNREFUSED: nobody listens at that address\n',
    });
  });
});
