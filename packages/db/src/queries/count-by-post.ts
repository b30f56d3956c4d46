import { startOfDay } from '../time.ts';
import { compare, type PostView } from './post-view.ts';

/** How many of some views are of one post. */
export interface PostCount {
  readonly postUuid: string;
  readonly total: number;
  /** By UTC day, earliest first; a day is told by its start, in Unix seconds. */
  readonly days: readonly (readonly [day: number, count: number])[];
}

/** Counts views by post and UTC day, in the order of the primary keys. */
export function countByPost(views: readonly PostView[]): PostCount[] {
  const posts = new Map<string, Map<number, number>>();
  for (const { postUuid, viewedAt } of views) {
    const days = posts.get(postUuid) ?? new Map<number, number>();
    const day = startOfDay(viewedAt);
    days.set(day, (days.get(day) ?? 0) + 1);
    posts.set(postUuid, days);
  }
  return [...posts]
    .sort(([a], [b]) => compare(a, b))
    .map(([postUuid, byDay]) => {
      const days = [...byDay].sort(([a], [b]) => a - b);
      return { postUuid, days, total: days.reduce((sum, [, count]) => sum + count, 0) };
    });
}
