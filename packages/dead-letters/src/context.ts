import type { Terminal } from '@post-views/terminal';
import type { Config } from './config.ts';

/** What each command is given. */
export interface Context extends Terminal {
  readonly config: Config;
}
