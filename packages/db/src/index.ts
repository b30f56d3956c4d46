export { createDatabaseCheck, type DatabaseCheck } from './check-database.ts';
export { type DatabaseClient, openDatabase } from './client.ts';
export {
  classifyError,
  DATABASE_ERROR_CODES,
  type DatabaseErrorInfo,
  type ErrorKind,
} from './errors.ts';
export { migrate } from './migrate.ts';
export {
  type MaintainedPartitions,
  type MaintainOptions,
  maintainPartitions,
} from './partitions/maintain.ts';
export { type PartitionStatus, partitionStatus } from './partitions/status.ts';
export { dailyViewsOf } from './queries/daily-views-of.ts';
export { type DayRange, daysOf } from './queries/day-range.ts';
export type { PostView } from './queries/post-view.ts';
export { readStats, type Stats } from './queries/read-stats.ts';
export { type RecordedViews, recordViews } from './queries/record-views.ts';
export { MOST_IN_LIST } from './queries/select-by-posts.ts';
export { type Page, type PostViews, topPosts } from './queries/top-posts.ts';
export { type TopPostsWithin, topPostsWithin } from './queries/top-posts-within.ts';
export { totalsOf } from './queries/totals-of.ts';
export { type Trending, type TrendingPost, trendingPosts } from './queries/trending-posts.ts';
export { viewsWithin } from './queries/views-within.ts';
export { type SchemaStatus, schemaStatus } from './schema-status.ts';
export { UnfitDatabase } from './server-check/unfit-database.ts';
export { SERVER_SETTINGS, type WeakSetting } from './server-check/weak-settings.ts';
export { DAY_SECONDS, rememberLast, startOfDay, toSqlDate } from './time.ts';
export { type DatabaseWatch, watchDatabase } from './watch-database.ts';
