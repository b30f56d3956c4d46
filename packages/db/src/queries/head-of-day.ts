import { type RawBuilder, sql } from 'kysely';
import type { Page } from './read-top-posts.ts';

/** The index that holds a list of each day: its posts, most views first, ties by UUID. */
export const DAY_INDEX = sql.raw('idx_top_of_day');

export interface HeadRow {
  readonly list: number;
  readonly post_uuid: string;
  readonly view_count: number;
}

/**
 * A part of the list of one day. The index has the rows in this order, so only as many entries are read as are asked for
 * or passed over, and nothing is sorted.
 *
 * @param list a number by which to tell the rows of several lists apart
 */
export function headOfDay(list: number, day: string, { limit, offset }: Page): RawBuilder<HeadRow> {
  return sql`SELECT ${list} AS list, post_uuid, view_count
    FROM post_view_aggregates FORCE INDEX (${DAY_INDEX})
    WHERE date = ${day} AND view_count > 0
    ORDER BY view_count DESC, post_uuid LIMIT ${limit} OFFSET ${offset}`;
}
