import type { DatabaseClient } from '../client.ts';

export interface PostViews {
  readonly postUuid: string;
  readonly views: number;
}

/** A part of a ranked list: `limit` posts after the first `offset`. */
export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** @returns the posts with the most all-time views, most views first, ties by UUID */
export async function readTopPosts(
  db: DatabaseClient,
  { limit, offset }: Page,
): Promise<PostViews[]> {
  return db
    .selectFrom('post_view_totals')
    .select(['post_uuid as postUuid', 'view_count as views'])
    .orderBy('view_count', 'desc')
    .orderBy('post_uuid')
    .limit(limit)
    .offset(offset)
    .execute();
}
