import type { ColumnType, GeneratedAlways } from 'kysely';

/** The tables, one line each. Rows stay inside this package; plain values come out. */
export interface Database {
  post_views: PostViewsTable;
  post_view_aggregates: PostViewAggregatesTable;
  post_view_totals: PostViewTotalsTable;
}

/** Each view as it was reported, partitioned by the UTC day of `viewed_at`. */
interface PostViewsTable {
  id: GeneratedAlways<number>;
  event_id: Buffer;
  post_uuid: string;
  user_id: string | null;
  ip: string | null;
  user_agent: string | null;
  referer: string | null;
  viewed_at: ColumnType<Date, string, never>;
}

/** Views of a post on one UTC day, the day of the events. */
interface PostViewAggregatesTable {
  post_uuid: string;
  /** `YYYY-MM-DD` */
  date: string;
  view_count: number;
}

/** All-time views of a post. */
interface PostViewTotalsTable {
  post_uuid: string;
  view_count: number;
}
