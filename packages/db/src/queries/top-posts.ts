import type { DatabaseClient } from '../client.ts';

export interface TopPost {
  readonly postUuid: string;
  readonly views: number;
}

/** @returns the `limit` most seen posts of all days, most views first, ties by UUID */
export async function topPosts(db: DatabaseClient, limit: number): Promise<TopPost[]> {
  return db
    .selectFrom('post_view_totals')
    .select(['post_uuid as postUuid', 'view_count as views'])
    .orderBy('view_count', 'desc')
    .orderBy('post_uuid')
    .limit(limit)
    .execute();
}
