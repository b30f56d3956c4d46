export { createDatabaseCheck, type DatabaseCheck } from './check-database.ts';
export { type DatabaseClient, openDatabase } from './client.ts';
export { findWrongOfDay, readDayDrift } from './counters/day-drift.ts';
export { DayDropped } from './counters/day-dropped.ts';
export { addDrift, type Drift, NO_DRIFT, type WrongCounter } from './counters/drift.ts';
export { readKeptDays } from './counters/kept-days.ts';
export { rebuildDay, rebuildTotals } from './counters/rebuild.ts';
export {
  countPosts,
  findWrongTotals,
  nextPosts,
  type PostRange,
  readTotalDrift,
} from './counters/total-drift.ts';
export { databaseEnv, databaseUrlOf, maintenanceEnv, maintenanceUrlOf } from './env.ts';
export {
  classifyError,
  type DatabaseErrorInfo,
  type ErrorKind,
  WRITE_ERROR_CODES,
} from './errors.ts';
export { migrate } from './migrate.ts';
export { migrateAt } from './migrate-at.ts';
export {
  type MaintainedPartitions,
  type MaintainOptions,
  maintainPartitions,
} from './partitions/maintain.ts';
export { type PartitionStatus, partitionStatus } from './partitions/status.ts';
export { ping } from './ping.ts';
export { type DayRange, daysOf } from './queries/day-range.ts';
export type { PostView } from './queries/post-view.ts';
export { type RankingDeadline, RankingTimeout } from './queries/ranking-deadline.ts';
export { readDailyViews } from './queries/read-daily-views.ts';
export { readStats, type Stats } from './queries/read-stats.ts';
export { type Page, type PostViews, readTopPosts } from './queries/read-top-posts.ts';
export { readTopPostsOfRange, type TopPostsOfRange } from './queries/read-top-posts-of-range.ts';
export { readTotals } from './queries/read-totals.ts';
export {
  readTrendingPosts,
  type Trending,
  type TrendingPost,
} from './queries/read-trending-posts.ts';
export { readViews } from './queries/read-views.ts';
export { type RecordedViews, recordViews } from './queries/record-views.ts';
export { MOST_IN_LIST } from './queries/select-by-posts.ts';
export { type SchemaStatus, schemaStatus } from './schema-status.ts';
export { UnfitDatabase } from './server-check/unfit-database.ts';
export { SERVER_SETTINGS, type WeakSetting } from './server-check/weak-settings.ts';
export { DAY_SECONDS, rememberLast, startOfDay, toSqlDate } from './time.ts';
export { toldError } from './told-error.ts';
export { type DatabaseWatch, watchDatabase } from './watch-database.ts';
