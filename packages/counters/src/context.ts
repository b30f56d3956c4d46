import type { DatabaseClient } from '@post-views/db';
import type { Terminal } from '@post-views/terminal';

/** What each command is given. */
export interface Context extends Terminal {
  readonly db: DatabaseClient;
}

/** UTC days, `YYYY-MM-DD`, both inclusive. */
export interface DayOptions {
  readonly from?: string;
  readonly to?: string;
}
