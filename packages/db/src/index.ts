export { type DatabaseClient, openDatabase } from './client.ts';
export { classifyError, type DatabaseErrorInfo, type ErrorKind } from './errors.ts';
export { migrate } from './migrate.ts';
export { type DailyViews, dailyViews } from './queries/daily-views.ts';
export type { PostView } from './queries/post-view.ts';
export { type RecordedViews, recordViews } from './queries/record-views.ts';
export { type TopPost, topPosts } from './queries/top-posts.ts';
export { totalViews } from './queries/total-views.ts';
export { type SchemaStatus, schemaStatus } from './schema-status.ts';
