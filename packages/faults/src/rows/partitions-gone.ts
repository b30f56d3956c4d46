import { setTimeout as sleep } from 'node:timers/promises';
import { DAY_SECONDS, migrateAt, startOfDay } from '@post-views/db';
import { ask } from '../scene/database.ts';
import type { Scene } from '../scene/scene.ts';
import type { Row } from './row.ts';

const GONE_MS = 4_000;
/** Before a day is dropped, so that some views of it were counted. */
const FLOW_MS = 1_000;
/** So many days are dropped at most, one a trial. */
const OLD_DAYS = 10;

const today = () => startOfDay(Date.now() / 1000);
const nameOf = (day: number) =>
  `p${new Date(day * 1000).toISOString().slice(0, 10).replaceAll('-', '')}`;
const partitionsIn = async ({ sources: { databaseUrl } }: Scene) => {
  const rows = await ask<{ name: string }>(
    databaseUrl,
    `SELECT PARTITION_NAME AS name FROM information_schema.PARTITIONS
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'post_views' ORDER BY PARTITION_ORDINAL_POSITION`,
  );
  return rows.map(({ name }) => name);
};

/**
 * Somebody takes away the partition of today and all after it, `p_future` as well; what lies in it is kept aside.
 * The views of today can't be stored until `pnpm db:migrate` has made them again.
 */
export const noPartition: Row = {
  number: 14,
  name: 'no partition for the views of today, for 4 s',
  trials: { short: 1, long: 10 },
  replicas: 2,
  // A view that lies aside for the moment would not be known.
  scene: { mix: { duplicates: 0 } },
  recoveredWithinMs: 5_000,

  async fail(scene, { signal }) {
    const { publisher, sources } = scene;
    const run = (statement: string) => ask(sources.databaseUrl, statement);
    await publisher.pause();
    await scene.drained();
    const names = await partitionsIn(scene);
    const gone = names.slice(names.indexOf(nameOf(today())));
    const columns = 'event_id, post_uuid, user_id, ip, user_agent, referer, viewed_at';
    await run(
      `CREATE TABLE aside AS SELECT ${columns} FROM post_views PARTITION (${nameOf(today())})`,
    );
    await run(`ALTER TABLE post_views DROP PARTITION ${gone.join(', ')}`);
    publisher.resume();
    await sleep(GONE_MS, undefined, { signal });
    await migrateAt(sources.databaseUrl);
    await run(`INSERT INTO post_views (${columns}) SELECT ${columns} FROM aside`);
    await run('DROP TABLE aside');
    return performance.now();
  },
};

/** Its rows are gone, its counts stay; a view of it that comes later is a dead letter that says so. */
export const dropPartition: Row = {
  number: 14,
  name: 'partition of an old day dropped while views of it arrive',
  trials: { short: 2, long: OLD_DAYS - 2 },
  replicas: 2,
  scene: { mix: { days: OLD_DAYS + 2, duplicates: 0 }, dropsRows: true },
  recoveredWithinMs: 5_000,

  /** `p_history` is all before yesterday at first. */
  async begin({ sources: { databaseUrl } }) {
    const days = Array.from(
      { length: OLD_DAYS },
      (_, n) => today() - (OLD_DAYS + 1 - n) * DAY_SECONDS,
    );
    const definitions = days.map(
      (day) => `PARTITION ${nameOf(day)} VALUES LESS THAN (${day + DAY_SECONDS})`,
    );
    const [first = 0] = days;
    await ask(
      databaseUrl,
      `ALTER TABLE post_views REORGANIZE PARTITION p_history INTO (
         PARTITION p_history VALUES LESS THAN (${first}), ${definitions.join(', ')})`,
    );
  },

  async fail(scene, { signal }) {
    await sleep(FLOW_MS, undefined, { signal });
    const [oldest] = await partitionsIn(scene);
    await ask(scene.sources.databaseUrl, `ALTER TABLE post_views DROP PARTITION ${oldest}`);
    return performance.now();
  },

  async check(scene) {
    const [oldest] = await partitionsIn(scene);
    if (oldest === 'p_history') throw new Error('nothing was dropped');
  },
};
