import { openDatabase, type PostView, UnfitDatabase } from '@post-views/db';
import { RepeatingLog } from '@post-views/service';
import { createLogLines, testUuid, testView } from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultContext } from '../../src/schema-fault.ts';
import { writeBatch } from '../../src/write-batch.ts';
import { idleMetrics } from '../idle-metrics.ts';
import { openTestServers, type TestServers } from '../start-test-consumer.ts';

const WAIT = { timeout: 10_000, interval: 10 };
const GUILTY = '192.0.2.66';

let releases: AsyncDisposableStack;
let servers: TestServers;
let context: FaultContext & { database: { unfit: UnfitDatabase | undefined } };
/** Why each attempt has failed; `undefined` if it has not. */
let attempts: (string | undefined)[];
let lines: ReturnType<typeof createLogLines>['lines'];

beforeEach(async () => {
  releases = new AsyncDisposableStack();
  servers = releases.use(await openTestServers());
  const { url } = servers.database;
  const db = openDatabase({ url, connections: 2, connectTimeoutMs: 2_000 });
  releases.defer(() => db.destroy());
  const abort = new AbortController();
  releases.defer(() => abort.abort());
  attempts = [];
  const logLines = createLogLines();
  lines = logLines.lines;
  context = {
    db,
    database: { unfit: undefined },
    log: logLines.log,
    metrics: idleMetrics(),
    failures: new RepeatingLog(logLines.log),
    refusals: { length: 0 },
    signal: abort.signal,
    onAttempt: (failure) => attempts.push(failure),
  };
});
afterEach(() => releases.disposeAsync());

const NOON = Date.UTC(2026, 10, 24, 12) / 1000;
let nextId = 1;
function viewFrom(ip: string): PostView {
  const ids = { eventId: testUuid(nextId++), postUuid: testUuid(nextId % 10) };
  return testView({ ...ids, viewedAt: NOON, ip });
}

const someViews = (count: number) => Array.from({ length: count }, () => viewFrom('203.0.113.9'));

/** Of `count` views, `guilty` at equal distances. */
function someGuilty(count: number, guilty: number): PostView[] {
  const distance = Math.floor(count / guilty);
  return Array.from({ length: count }, (_, n) =>
    viewFrom(n % distance === distance >> 1 && n < distance * guilty ? GUILTY : '203.0.113.9'),
  );
}

const refuseAll = () =>
  servers.database.query(
    `CREATE TRIGGER refuse BEFORE INSERT ON post_views FOR EACH ROW
       SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'`,
  );
const refuseGuilty = () =>
  servers.database.query(
    `CREATE TRIGGER refuse BEFORE INSERT ON post_views FOR EACH ROW
       IF NEW.ip = '${GUILTY}' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'; END IF`,
  );
const refuseNone = () => servers.database.query('DROP TRIGGER refuse');

const linesOf = (event: string) => lines.filter((line) => line.event === event);
const failures = async () =>
  (await context.metrics.registry.metrics())
    .split('\n')
    .filter((line) => line.startsWith('analytics_write_failures_total{') && !line.endsWith(' 0'));

describe('views that the database refuses', () => {
  it.each([1, 2, 20])('are found, %i among 1,000, in few transactions', async (guilty) => {
    await refuseGuilty();
    const views = someGuilty(1000, guilty);
    const refused = await writeBatch(views, context);

    expect(refused.map(({ view }) => view)).toEqual(
      expect.arrayContaining(views.filter(({ ip }) => ip === GUILTY)),
    );
    expect(refused).toHaveLength(guilty);
    for (const { rejection } of refused)
      expect(rejection.detail).toBe('ER_SIGNAL_EXCEPTION: a trigger refused it');
    const good = 1000 - guilty;
    expect(await servers.counted()).toEqual([good, good, good]);

    const transactions = linesOf('batch_written').length + linesOf('batch_split').length + guilty;
    // One to try all of them, one to rule out the schema, and one to try the rest.
    expect(transactions).toBeLessThanOrEqual(2 * guilty * Math.ceil(Math.log2(1000)) + 3);
  });

  it('are no outage: neither the log nor the metrics nor the health check tell of one', async () => {
    await servers.database.query(
      `ALTER TABLE post_views ADD CONSTRAINT no_guilty CHECK (ip <> '${GUILTY}')`,
    );
    expect(await writeBatch(someGuilty(200, 1), context)).toEqual([
      {
        view: expect.anything(),
        rejection: {
          reason: 'rejected_by_database',
          detail: expect.stringContaining('a check constraint refused it'),
        },
      },
    ]);
    expect(linesOf('write_failed')).toEqual([]);
    expect(await failures()).toEqual([]);
    expect(new Set(attempts)).toEqual(new Set([undefined]));
  });

  it('may be half of a batch, one after the other', async () => {
    await refuseGuilty();
    const views = [...Array.from({ length: 250 }, () => viewFrom(GUILTY)), ...someViews(250)];
    expect(await writeBatch(views, context)).toHaveLength(250);
    expect(await servers.counted()).toEqual([250, 250, 250]);
    expect(await failures()).toEqual([]);
  });
});

describe('a schema that refuses all views', () => {
  const ALL_REFUSED = expect.stringMatching(/^ALL_REFUSED: .*ER_SIGNAL_EXCEPTION/);

  it('is to blame, and not a single one of a large batch', async () => {
    await refuseAll();
    const written = writeBatch(someViews(1000), context);
    await expect.poll(() => attempts, WAIT).toContainEqual(ALL_REFUSED);
    expect(attempts.indexOf(attempts.find((why) => why !== undefined))).toBeLessThanOrEqual(101);
    expect(linesOf('write_failed')).toEqual([
      expect.objectContaining({ level: 'error', code: 'ALL_REFUSED' }),
    ]);
    expect(await failures()).toEqual([expect.stringContaining('code="ALL_REFUSED"')]);

    await refuseNone();
    expect(await written).toEqual([]);
    expect(await servers.counted()).toEqual([1000, 1000, 1000]);
    expect(linesOf('write_recovered')).toHaveLength(1);
    expect(attempts.at(-1)).toBeUndefined();
  });

  it('is to blame after fewer than a hundred dead letters when batches are small', async () => {
    await refuseAll();
    let refused = 0;
    for (let batch = 0; batch < 11; batch += 1) {
      refused += (await writeBatch(someViews(9), context)).length;
    }
    expect(refused).toBe(99);
    const written = writeBatch(someViews(9), context);
    await expect.poll(() => attempts, WAIT).toContainEqual(ALL_REFUSED);
    await refuseNone();
    expect(await written).toEqual([]);
    expect(await servers.counted()).toEqual([9, 9, 9]);
  });

  it('is not to blame when a view was taken in between', async () => {
    await refuseGuilty();
    for (let batch = 0; batch < 12; batch += 1) {
      const guilty = Array.from({ length: 9 }, () => viewFrom(GUILTY));
      expect(await writeBatch(guilty, context)).toHaveLength(9);
      if (batch % 6 === 5) expect(await writeBatch(someViews(1), context)).toEqual([]);
    }
    expect(await failures()).toEqual([]);
  });
});

describe('a database that is not fit to be worked with', () => {
  it('gets nothing written to it, though it would take it', async () => {
    context.database.unfit = new UnfitDatabase('SCHEMA_AHEAD', 'in our words');
    const written = writeBatch(someViews(10), context);
    await expect.poll(() => attempts.length, WAIT).toBeGreaterThan(2);
    expect(new Set(attempts)).toEqual(new Set(['SCHEMA_AHEAD: in our words']));
    expect(await servers.counted()).toEqual([0, 0, 0]);
    context.database.unfit = undefined;
    expect(await written).toEqual([]);
    expect(await servers.counted()).toEqual([10, 10, 10]);
  });
});
