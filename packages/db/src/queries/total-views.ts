import type { DatabaseClient } from '../client.ts';

/** @returns how often the post was seen, of all days; 0 for a post that nobody has seen */
export async function totalViews(db: DatabaseClient, postUuid: string): Promise<number> {
  const row = await db
    .selectFrom('post_view_totals')
    .select('view_count')
    .where('post_uuid', '=', postUuid)
    .executeTakeFirst();
  return row?.view_count ?? 0;
}
