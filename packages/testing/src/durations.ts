/** Seconds that files of tests take, as measured on two cores with native servers; those that take longest. */
const SLOW: Readonly<Record<string, number>> = {
  'apps/api/test/servers/any-request.test.ts': 37,
  'apps/api/test/servers/raw-http.test.ts': 23,
  'apps/consumer/test/servers/consume.test.ts': 14,
  'apps/consumer/test/servers/database.test.ts': 24,
  'apps/consumer/test/servers/failures.test.ts': 23,
  'apps/consumer/test/servers/memory.test.ts': 11,
  'apps/consumer/test/servers/operator.test.ts': 131,
  'apps/consumer/test/servers/stop.test.ts': 58,
  'apps/consumer/test/servers/watch-queue.test.ts': 8,
  'apps/consumer/test/servers/write-batch.test.ts': 10,
  'packages/amqp/test/servers/confirm-timeout.test.ts': 20,
  'packages/amqp/test/servers/recovery.test.ts': 9,
  'packages/bench/test/servers/bench.test.ts': 72,
  'packages/client/test/servers/database-away.test.ts': 10,
  'packages/db/test/servers/migrate.test.ts': 19,
  'packages/db/test/servers/partitions.test.ts': 28,
  'packages/db/test/servers/server-check.test.ts': 25,
  'packages/dead-letters/test/servers/drop.test.ts': 12,
  'packages/dead-letters/test/servers/failures.test.ts': 54,
  'packages/dead-letters/test/servers/list.test.ts': 38,
  'packages/dead-letters/test/servers/replay.test.ts': 77,
  'packages/e2e/test/servers/readme.test.ts': 55,
  'packages/e2e/test/servers/rights.test.ts': 23,
  'packages/e2e/test/servers/service.test.ts': 19,
  'packages/monitoring/test/servers/prometheus.test.ts': 30,
  'packages/monitoring/test/servers/promtool.test.ts': 17,
  'packages/publisher/test/servers/examples.test.ts': 23,
  'packages/publisher/test/servers/publisher.test.ts': 34,
  'packages/servers/test/servers/power.test.ts': 8,
  'packages/servers/test/servers/small-disks.test.ts': 21,
  'packages/tracing/test/servers/tracing.test.ts': 32,
};

/** Of files with servers, and without: what most of them take, their start included. */
const SERVERS_SECONDS = 3;
const UNIT_SECONDS = 0.5;

/** Files that are written down one by one. */
export const SLOW_FILES: readonly string[] = Object.keys(SLOW);

/** How long a file of tests takes, more or less. @param path from the root of the repository */
export function secondsOf(path: string): number {
  return SLOW[path] ?? (path.includes('/test/unit/') ? UNIT_SECONDS : SERVERS_SECONDS);
}
