import { compareBytes } from '../byte-order.ts';
import { startOfDay } from '../time.ts';
import type { PostView } from './post-view.ts';

/** The number of views of one post among some views. */
export interface PostCount {
  readonly postUuid: string;
  readonly total: number;
  /** By UTC day, earliest first. */
  readonly days: readonly DayCount[];
}

export interface DayCount {
  /** Unix seconds: its beginning. */
  readonly day: number;
  readonly count: number;
}

/** Counts views by post and UTC day, in the order of the primary keys. */
export function countByPost(views: readonly PostView[]): PostCount[] {
  const posts = new Map<string, { total: number; days: { day: number; count: number }[] }>();
  for (const { postUuid, viewedAt } of views) {
    const post = posts.get(postUuid) ?? { total: 0, days: [] };
    const day = startOfDay(viewedAt);
    // Mostly a post has one.
    const counted = post.days.find((of) => of.day === day);
    if (counted) counted.count += 1;
    else post.days.push({ day, count: 1 });
    post.total += 1;
    posts.set(postUuid, post);
  }
  return [...posts]
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([postUuid, { total, days }]) => ({
      postUuid,
      total,
      days: days.sort((a, b) => a.day - b.day),
    }));
}
