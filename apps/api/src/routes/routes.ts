import { dailyViewsRoute } from './daily-views.route.ts';
import { queryViewsRoute } from './query-views.route.ts';
import type { Route } from './route.ts';
import { statsRoute } from './stats.route.ts';
import { summaryRoute } from './summary.route.ts';
import { topPostsRoute } from './top-posts.route.ts';
import { totalViewsRoute } from './total-views.route.ts';
import { trendingPostsRoute } from './trending-posts.route.ts';

/** All requests under `/api/v1`, in the order in which they are documented. */
export const routes: readonly Route[] = [
  totalViewsRoute,
  dailyViewsRoute,
  summaryRoute,
  queryViewsRoute,
  topPostsRoute,
  trendingPostsRoute,
  statsRoute,
];
