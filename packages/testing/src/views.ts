import { randomUUIDv7 } from 'node:crypto';
import type { TestDatabase } from './test-database.ts';

/** The UUID of the test's post of that number. */
export function testUuid(n: number): string {
  return `0b6f3a52-9f0c-4f5e-8a55-${n.toString(16).padStart(12, '0')}`;
}

/** A view as `recordViews` takes it. */
export interface TestView {
  readonly eventId: string;
  readonly postUuid: string;
  /** Unix seconds. */
  readonly viewedAt: number;
  readonly userId: bigint | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly referer: string | null;
}

type Known = Pick<TestView, 'postUuid' | 'viewedAt'> & Partial<TestView>;

/** A view of which no more is known, with an id of its own unless that is known. */
export function testView(known: Known): TestView {
  const visitor = { userId: null, ip: null, userAgent: null, referer: null };
  return { eventId: randomUUIDv7(), ...visitor, ...known };
}

/** That number of them. */
export function testViews(count: number, known: Omit<Known, 'eventId'>): TestView[] {
  return Array.from({ length: count }, () => testView(known));
}

/** Empties the tables of views. */
export async function deleteViews(database: TestDatabase): Promise<void> {
  for (const table of ['post_views', 'post_view_aggregates', 'post_view_totals']) {
    await database.query(`DELETE FROM ${table}`);
  }
}

/** Raw rows, views by days, views by totals: three numbers that must be the same. */
export async function countViews(database: TestDatabase): Promise<number[]> {
  const [row] = await database.query<Record<string, number | string>>(
    `SELECT (SELECT COUNT(*) FROM post_views) AS a,
       (SELECT COALESCE(SUM(view_count), 0) FROM post_view_aggregates) AS b,
       (SELECT COALESCE(SUM(view_count), 0) FROM post_view_totals) AS c`,
  );
  return Object.values(row ?? {}).map(Number);
}
