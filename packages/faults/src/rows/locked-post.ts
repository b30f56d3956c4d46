import { setTimeout as sleep } from 'node:timers/promises';
import { postUuid } from '../load/traffic.ts';
import { withConnection } from '../scene/database.ts';
import type { Row } from './row.ts';

/** Longer than a session of the service waits for a lock: error 1205, after which half a batch could be committed. */
const LOCKED_MS = 11_000;

/**
 * Somebody else keeps a post locked, so that some batches wait and others, which came after them, don't. Then all
 * replicas are killed.
 */
export const lockedPost: Row = {
  number: 13,
  name: 'one of 10 posts locked for 11 s while 4 replicas write, then all killed',
  trials: { short: 1, long: 10 },
  replicas: 4,
  scene: {
    mix: { posts: 10, days: 1, arrays: 0 },
    env: { BATCH_SIZE: '3' },
  },

  async fail(scene, { signal }) {
    const replicas = [...scene.replicas];
    await withConnection(scene.sources.databaseUrl, async (connection) => {
      await connection.query('BEGIN');
      // Its key is the first of those that a batch locks: one that waits for it keeps nobody else waiting.
      const lock = 'SELECT view_count FROM post_view_aggregates WHERE post_uuid = ? FOR UPDATE';
      await connection.query(lock, [postUuid(0)]);
      await sleep(LOCKED_MS, undefined, { signal });
      for (const { program } of replicas) program.signal('SIGKILL');
      await Promise.all(replicas.map(({ program }) => program.ended));
    });
    await Promise.all(replicas.map(() => scene.startReplica()));
    return performance.now();
  },
};
