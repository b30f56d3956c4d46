import type { Migration } from 'kysely/migration';
import * as postViews from './0001-post-views.ts';
import * as postViewAggregates from './0002-post-view-aggregates.ts';
import * as postViewTotals from './0003-post-view-totals.ts';
import * as topOfADay from './0004-expand-top-of-a-day.ts';

/** All migrations, by name; they run in the order of their names. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-post-views': postViews,
  '0002-post-view-aggregates': postViewAggregates,
  '0003-post-view-totals': postViewTotals,
  '0004-expand-top-of-a-day': topOfADay,
};
