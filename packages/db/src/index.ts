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
export { type DailyViews, dailyViews } from './queries/daily-views.ts';
export type { PostView } from './queries/post-view.ts';
export { type RecordedViews, recordViews } from './queries/record-views.ts';
export { type TopPost, topPosts } from './queries/top-posts.ts';
export { totalViews } from './queries/total-views.ts';
export { type SchemaStatus, schemaStatus } from './schema-status.ts';
export { UnfitDatabase } from './server-check/unfit-database.ts';
export { SERVER_SETTINGS, type WeakSetting } from './server-check/weak-settings.ts';
export { DAY_SECONDS, startOfDay } from './time.ts';
export { type DatabaseWatch, watchDatabase } from './watch-database.ts';
