import { badMessages } from './bad-messages.ts';
import { alarms, closeConnections, deleteQueue, killChannels } from './broker-troubles.ts';
import { clockOff } from './clock-off.ts';
import { clusterBrokerRows } from './cluster-broker.ts';
import { clusterDatabaseRows } from './cluster-database.ts';
import { consumerTimeout } from './consumer-timeout.ts';
import { cutCommit } from './cut-commit.ts';
import { cutNetwork } from './cut-network.ts';
import { deadLettersAway } from './dead-letters-away.ts';
import { deadlockStorm } from './deadlock-storm.ts';
import { duplicateRows } from './duplicates.ts';
import { brokerDiskAlarm, brokerDiskFull, databaseDiskFull } from './full-disk.ts';
import { killAtFailPoints } from './kill-at-fail-points.ts';
import { killAtRandom } from './kill-at-random.ts';
import { killBroker } from './kill-broker.ts';
import { killDatabase } from './kill-database.ts';
import { lockedPost } from './locked-post.ts';
import { midnightPasses } from './midnight.ts';
import { dropPartition, noPartition } from './partitions-gone.ts';
import { rollingRestart } from './rolling-restart.ts';
import type { Row } from './row.ts';
import { slowEnd } from './slow-end.ts';
import { soak } from './soak.ts';
import { stopAndContinue } from './stop-and-continue.ts';

/** All of them, in the order of their numbers. */
export const ROWS: readonly Row[] = [
  killAtFailPoints,
  killAtRandom,
  rollingRestart,
  slowEnd,
  stopAndContinue,
  killDatabase,
  consumerTimeout,
  cutCommit,
  killBroker,
  closeConnections,
  killChannels,
  deleteQueue,
  alarms,
  cutNetwork,
  ...duplicateRows,
  badMessages,
  deadLettersAway,
  deadlockStorm,
  lockedPost,
  midnightPasses,
  noPartition,
  dropPartition,
  clockOff,
  databaseDiskFull,
  brokerDiskFull,
  brokerDiskAlarm,
  soak,
  ...clusterBrokerRows,
  ...clusterDatabaseRows,
];
