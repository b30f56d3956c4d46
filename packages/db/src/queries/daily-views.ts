import type { DatabaseClient } from '../client.ts';

export interface DailyViews {
  /** UTC, `YYYY-MM-DD` */
  readonly date: string;
  readonly views: number;
}

/**
 * @param from first UTC day, `YYYY-MM-DD`
 * @param to last UTC day, inclusive
 * @returns the days on which the post was seen, oldest first; a day without a view is not among them
 */
export async function dailyViews(
  db: DatabaseClient,
  postUuid: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<DailyViews[]> {
  return db
    .selectFrom('post_view_aggregates')
    .select(['date', 'view_count as views'])
    .where('post_uuid', '=', postUuid)
    .where('date', '>=', from)
    .where('date', '<=', to)
    .orderBy('date')
    .execute();
}
