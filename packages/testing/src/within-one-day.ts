import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll } from 'vitest';

const DAY_MS = 24 * 60 * 60 * 1000;
/** No file of tests takes longer. */
const MARGIN_MS = 120_000;

// Views count on the UTC day on which they happen, and partitions are of days. Tests that don't say which day
// it is mean one and the same from their start to their end.
beforeAll(async () => {
  const untilMidnight = DAY_MS - (Date.now() % DAY_MS);
  if (untilMidnight < MARGIN_MS) await sleep(untilMidnight);
}, MARGIN_MS + 10_000);
