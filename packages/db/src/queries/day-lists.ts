import { type RawBuilder, sql } from 'kysely';
import type { DatabaseClient } from '../client.ts';
import type { Candidate, ListHead, RankedLists } from '../top-k/ranked-lists.ts';
import { execute } from './execute.ts';
import { DAY_INDEX, type HeadRow, headOfDay } from './head-of-day.ts';

const AGGREGATES = sql`post_view_aggregates FORCE INDEX (${DAY_INDEX})`;

/**
 * The lists of some days and of the all-time totals, read off their indexes.
 *
 * @param days UTC, `YYYY-MM-DD`
 * @param signal is looked at before each statement, and ends the one that is running
 */
export function dayLists(
  db: DatabaseClient,
  days: readonly string[],
  signal: AbortSignal,
): RankedLists {
  const onADay = sql`date IN (${sql.join(days)})`;
  const select = <Row>(statement: RawBuilder<Row>) => execute(db, statement.compile(db), signal);

  return {
    days: days.length,

    async heads({ ofDay, ofTotals }) {
      const heads = days.map((day, list) => headOfDay(list, day, { limit: ofDay, offset: 0 }));
      if (ofTotals > 0) heads.push(headOfTotals(days.length, ofTotals));
      const parts = heads.map((head) => sql`(${head})`);
      const rows = await select(sql<HeadRow>`${sql.join(parts, sql` UNION ALL `)}`);
      const views = heads.map(() => new Map<string, number>());
      for (const { list, post_uuid, view_count } of rows) views[list]?.set(post_uuid, view_count);
      const [totals] = views.splice(days.length);
      return {
        days: views.map((day) => toListHead(day, ofDay)),
        ...(totals && { totals: toListHead(totals, ofTotals) }),
      };
    },

    async exceed(ofDays, ofTotals) {
      // Nothing is counted or kept: entries are passed over until there are too many.
      const [row] = await select(sql<Record<'days' | 'totals', number | null>>`SELECT
        (SELECT 1 FROM ${AGGREGATES} WHERE ${onADay} AND view_count >= ${ofDays.minViews}
          LIMIT 1 OFFSET ${ofDays.max}) AS days,
        (SELECT 1 FROM post_view_totals WHERE view_count >= ${ofTotals.minViews}
          LIMIT 1 OFFSET ${ofTotals.max}) AS totals`);
      return { days: row?.days != null, totals: row?.totals != null };
    },

    async candidatesByDay(minViews, minScore) {
      // On each day that is not among its rows, a post has at most one view less than that.
      const upperBound = sql`SUM(view_count) + (${days.length} - COUNT(*)) * ${minViews - 1}`;
      const rows = await select(sql<CandidateRow>`SELECT post_uuid, ${upperBound} AS upper_bound
        FROM ${AGGREGATES} WHERE ${onADay} AND view_count >= ${minViews}
        GROUP BY post_uuid HAVING upper_bound >= ${minScore} ORDER BY upper_bound DESC`);
      return rows.map(toCandidate);
    },

    async candidatesByTotal(minViews) {
      const rows = await select(sql<CandidateRow>`SELECT post_uuid, view_count AS upper_bound
        FROM post_view_totals WHERE view_count >= ${minViews} ORDER BY view_count DESC`);
      return rows.map(toCandidate);
    },
  };
}

interface CandidateRow {
  readonly post_uuid: string;
  /** A sum comes as text. */
  readonly upper_bound: number | string;
}

function headOfTotals(list: number, depth: number): RawBuilder<HeadRow> {
  return sql`SELECT ${list} AS list, post_uuid, view_count
    FROM post_view_totals ORDER BY view_count DESC, post_uuid LIMIT ${depth}`;
}

/** @param views in the order of the list */
function toListHead(views: ReadonlyMap<string, number>, depth: number): ListHead {
  const last = [...views.values()].at(-1) ?? 0;
  return { views, upperBound: views.size < depth ? 0 : last };
}

function toCandidate({ post_uuid, upper_bound }: CandidateRow): Candidate {
  return { postUuid: post_uuid, upperBound: Number(upper_bound) };
}
