-- What a person needs who runs `pnpm counters rebuild`: to count again from raw views, and to replace counters. For an
-- administrator, after the first migration, if there is such a user.

GRANT SELECT ON post_views.post_views TO operator;
GRANT SELECT, INSERT, UPDATE, DELETE ON post_views.post_view_aggregates TO operator;
GRANT SELECT, INSERT, UPDATE, DELETE ON post_views.post_view_totals TO operator;
