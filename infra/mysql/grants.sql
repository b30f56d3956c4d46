-- What the apps may, and no more. For an administrator, after the first migration: the server takes no right on a table
-- that is not there. It may run again at any time.

-- The consumer counts, and compares what it has counted. It takes nothing away.
GRANT SELECT, INSERT, UPDATE ON post_views.post_views TO consumer;
GRANT SELECT, INSERT, UPDATE ON post_views.post_view_aggregates TO consumer;
GRANT SELECT, INSERT, UPDATE ON post_views.post_view_totals TO consumer;
GRANT SELECT ON post_views.kysely_migration TO consumer;

-- The consumer's maintenance (MAINTENANCE_DATABASE_URL) makes the partitions of days to come, and drops those that are too
-- old. It can't read what is in them.
GRANT ALTER, DROP ON post_views.post_views TO maintenance;

-- The API reads counters. Of raw views it reads how far they reach, and nobody's address.
GRANT SELECT (viewed_at) ON post_views.post_views TO api;
GRANT SELECT ON post_views.post_view_aggregates TO api;
GRANT SELECT ON post_views.post_view_totals TO api;
GRANT SELECT ON post_views.kysely_migration TO api;
