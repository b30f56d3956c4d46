import { killAtFailPoints } from './kill-at-fail-points.ts';
import { killAtRandom } from './kill-at-random.ts';
import { rollingRestart } from './rolling-restart.ts';
import type { Row } from './row.ts';

/** All of them, in the order of their numbers. */
export const ROWS: readonly Row[] = [killAtFailPoints, killAtRandom, rollingRestart];
