import { type Expected, expectedOf } from '../workload/events.ts';
import type { Workload } from '../workload/workload.ts';
import type { BenchDatabase } from './database.ts';

const RAW_DAYS =
  "SELECT CONCAT(post_uuid, ' ', DATE(viewed_at)) AS name, COUNT(*) AS n FROM post_views GROUP BY name";
const DAYS =
  "SELECT CONCAT(post_uuid, ' ', date) AS name, view_count AS n FROM post_view_aggregates";
const TOTALS = 'SELECT post_uuid AS name, view_count AS n FROM post_view_totals';

/** Views by which the tables differ from what was published. */
export interface Miscounts {
  readonly lost: number;
  readonly twice: number;
}

/**
 * Compares as {@link verify} does, the raw rows by post and day as well, and tells by how many views the table
 * that is most wrong differs.
 */
export async function countMiscounts(
  database: BenchDatabase,
  workload: Workload,
): Promise<Miscounts> {
  const { days, totals } = expectedOf(workload);
  const tables = [
    miscounts(await countsOf(database, RAW_DAYS), days),
    miscounts(await countsOf(database, DAYS), days),
    miscounts(await countsOf(database, TOTALS), totals),
  ];
  return {
    lost: Math.max(...tables.map(({ lost }) => lost)),
    twice: Math.max(...tables.map(({ twice }) => twice)),
  };
}

/**
 * Compares the tables with what was published: the number of raw rows, and each post's days and total.
 *
 * @throws when anything differs: then the measurement is worth nothing
 */
export async function verify(database: BenchDatabase, workload: Workload): Promise<void> {
  const expected = expectedOf(workload);
  const days = await countsOf(database, DAYS);
  const totals = await countsOf(database, TOTALS);
  needNone(workload, [
    ...(await rawDifference(database, workload)),
    ...differences('days', days, expected.days),
    ...differences('totals', totals, expected.totals),
  ]);
}

/** The same for the tables of the article, which has no totals, and whose days are those of its clock. */
export async function verifyArticle(database: BenchDatabase, workload: Workload): Promise<void> {
  const totals = await countsOf(
    database,
    'SELECT post_uuid AS name, SUM(view_count) AS n FROM post_view_aggregates GROUP BY post_uuid',
  );
  needNone(workload, [
    ...(await rawDifference(database, workload)),
    ...differences('totals', totals, expectedOf(workload).totals),
  ]);
}

async function rawDifference(database: BenchDatabase, { events }: Workload): Promise<string[]> {
  const [raw] = await database.query<{ n: number }>('SELECT COUNT(*) AS n FROM post_views');
  return raw?.n === events ? [] : [`there are ${raw?.n} raw rows`];
}

function needNone({ events }: Workload, faults: readonly string[]): void {
  if (faults.length === 0) return;
  throw new Error(`${events} events were published, but ${faults.join(', ')}`);
}

async function countsOf(database: BenchDatabase, query: string): Promise<Expected['days']> {
  const rows = await database.query<{ name: string; n: number }>(query);
  return new Map(rows.map(({ name, n }) => [name, Number(n)]));
}

function differences(
  what: string,
  found: ReadonlyMap<string, number>,
  expected: ReadonlyMap<string, number>,
): string[] {
  const names = new Set([...found.keys(), ...expected.keys()]);
  const wrong = [...names].filter((name) => found.get(name) !== expected.get(name));
  return wrong.length > 0 ? [`${wrong.length} of ${names.size} ${what} differ`] : [];
}

function miscounts(
  found: ReadonlyMap<string, number>,
  expected: ReadonlyMap<string, number>,
): Miscounts {
  const names = [...new Set([...found.keys(), ...expected.keys()])];
  const surpluses = names.map((name) => (found.get(name) ?? 0) - (expected.get(name) ?? 0));
  const sumOf = (counts: readonly number[]) =>
    counts.reduce((sum, count) => sum + Math.max(0, count), 0);
  return { lost: sumOf(surpluses.map((count) => -count)), twice: sumOf(surpluses) };
}
