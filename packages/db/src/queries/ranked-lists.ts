import { CompiledQuery } from 'kysely';
import { escape as quote } from 'mysql2';
import type { DatabaseClient } from '../client.ts';

/** The beginning of a list of posts, most views first. */
export interface RankedList {
  readonly views: ReadonlyMap<string, number>;
  /** The most that a post can have which is not among them: 0 when they are all that there are. */
  readonly others: number;
}

export interface Heads {
  /** One of each day. */
  readonly days: readonly RankedList[];
  /** That of the totals of all days, if it was asked for. */
  readonly totals?: RankedList;
}

/** How many posts to read of a list. */
export interface Depths {
  readonly ofDay: number;
  /** 0 for none. */
  readonly ofTotals: number;
}

/** A post of which only that is known: it has no more views in these days. */
export interface Candidate {
  readonly postUuid: string;
  readonly atMost: number;
}

/** What there is to know of some days without adding up all of them. */
export interface RankedLists {
  /** How many days there are. */
  readonly days: number;
  /** The posts that were seen most on each day, and of all time. All of it is of the same moment. */
  heads(depths: Depths): Promise<Heads>;
  /** Whether there are more such entries than `most`. */
  areMore(ofDays: Entries, ofTotals: Entries): Promise<{ ofDays: boolean; ofTotals: boolean }>;
  /**
   * The posts that have at least so many views on one of the days, and can have `atLeast` in all of the days; those that
   * can have the most first.
   */
  oftenOnADay(views: number, atLeast: number): Promise<readonly Candidate[]>;
  /** The posts that have at least so many views of all time, those that have the most first. */
  oftenInAll(views: number): Promise<readonly Candidate[]>;
}

export interface Entries {
  /** Of at least so many views. */
  readonly views: number;
  readonly most: number;
}

const AGGREGATES = 'post_view_aggregates FORCE INDEX (idx_top_of_day)';

/** @param days UTC, `YYYY-MM-DD` */
export function rankedListsOf(db: DatabaseClient, days: readonly string[]): RankedLists {
  const anyDay = `date IN (${days.map((day) => quote(day)).join()})`;
  const select = async <Row>(statement: string) =>
    (await db.executeQuery<Row>(CompiledQuery.raw(statement))).rows;

  return {
    days: days.length,

    async heads({ ofDay, ofTotals }) {
      const heads = days.map((day, list) => selectHeadOfDay(list, day, ofDay));
      if (ofTotals > 0) heads.push(selectHeadOfTotals(days.length, ofTotals));
      const rows = await select<HeadRow>(heads.join(' UNION ALL '));
      const views = heads.map(() => new Map<string, number>());
      for (const { list, post_uuid, view_count } of rows) views[list]?.set(post_uuid, view_count);
      const [totals] = views.splice(days.length);
      return {
        days: views.map((day) => rankedList(day, ofDay)),
        ...(totals && { totals: rankedList(totals, ofTotals) }),
      };
    },

    async areMore(ofDays, ofTotals) {
      // Nothing is counted, or kept: entries are passed over until there are too many.
      const beyond = (entries: string, { views, most }: Entries) =>
        `(SELECT 1 FROM ${entries} view_count >= ${views} LIMIT 1 OFFSET ${most})`;
      const [row] = await select<Record<'of_days' | 'of_totals', number | null>>(
        `SELECT ${beyond(`${AGGREGATES} WHERE ${anyDay} AND`, ofDays)} AS of_days, ` +
          `${beyond('post_view_totals WHERE', ofTotals)} AS of_totals`,
      );
      return { ofDays: row?.of_days != null, ofTotals: row?.of_totals != null };
    },

    async oftenOnADay(views, atLeast) {
      // On each of the other days a post has one view less than that, at most.
      const atMost = `SUM(view_count) + (${days.length} - COUNT(*)) * ${views - 1}`;
      return candidates(
        await select<CandidateRow>(
          `SELECT post_uuid, ${atMost} AS at_most FROM ${AGGREGATES} ` +
            `WHERE ${anyDay} AND view_count >= ${views} GROUP BY post_uuid ` +
            `HAVING at_most >= ${atLeast} ORDER BY at_most DESC`,
        ),
      );
    },

    async oftenInAll(views) {
      return candidates(
        await select<CandidateRow>(
          'SELECT post_uuid, view_count AS at_most FROM post_view_totals ' +
            `WHERE view_count >= ${views} ORDER BY view_count DESC`,
        ),
      );
    },
  };
}

interface HeadRow {
  readonly list: number;
  readonly post_uuid: string;
  readonly view_count: number;
}

interface CandidateRow {
  readonly post_uuid: string;
  /** A sum comes as text. */
  readonly at_most: number | string;
}

// An index has the order as it is wanted, ties included: as many entries are read as are asked for, and nothing sorted.

function selectHeadOfDay(list: number, day: string, depth: number): string {
  return (
    `(SELECT ${list} AS list, post_uuid, view_count FROM ${AGGREGATES} ` +
    `WHERE date = ${quote(day)} ORDER BY view_count DESC, post_uuid LIMIT ${depth})`
  );
}

function selectHeadOfTotals(list: number, depth: number): string {
  return (
    `(SELECT ${list} AS list, post_uuid, view_count FROM post_view_totals ` +
    `ORDER BY view_count DESC, post_uuid LIMIT ${depth})`
  );
}

/** @param views in the order of the list */
function rankedList(views: ReadonlyMap<string, number>, depth: number): RankedList {
  const last = [...views.values()].at(-1) ?? 0;
  return { views, others: views.size < depth ? 0 : last };
}

function candidates(rows: readonly CandidateRow[]): Candidate[] {
  return rows.map((row) => ({ postUuid: row.post_uuid, atMost: Number(row.at_most) }));
}
