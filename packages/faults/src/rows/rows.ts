import { badMessages } from './bad-messages.ts';
import { alarms, closeConnections, deleteQueue } from './broker-troubles.ts';
import { consumerTimeout } from './consumer-timeout.ts';
import { cutCommit } from './cut-commit.ts';
import { cutNetwork } from './cut-network.ts';
import { deadLettersAway } from './dead-letters-away.ts';
import { deadlockStorm } from './deadlock-storm.ts';
import { duplicateRows } from './duplicates.ts';
import { killAtFailPoints } from './kill-at-fail-points.ts';
import { killAtRandom } from './kill-at-random.ts';
import { killBroker } from './kill-broker.ts';
import { killDatabase } from './kill-database.ts';
import { rollingRestart } from './rolling-restart.ts';
import type { Row } from './row.ts';
import { stopAndContinue } from './stop-and-continue.ts';

/** All of them, in the order of their numbers. */
export const ROWS: readonly Row[] = [
  killAtFailPoints,
  killAtRandom,
  rollingRestart,
  stopAndContinue,
  killDatabase,
  consumerTimeout,
  cutCommit,
  killBroker,
  closeConnections,
  deleteQueue,
  alarms,
  cutNetwork,
  ...duplicateRows,
  badMessages,
  deadLettersAway,
  deadlockStorm,
];
