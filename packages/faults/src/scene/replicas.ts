import type { Watchdog } from '@post-views/servers';
import { type Env, merged } from '../wrapper/preload.ts';
import { type Replica, spawnReplica } from './replica.ts';
import { inTime } from './until.ts';

const START_LIMIT_MS = 120_000;

/** The consumers of a scene. */
export interface Replicas {
  /** Those that run, the oldest first. */
  readonly running: ReadonlySet<Replica>;
  /** Starts one, with what `env` says beside the usual, and does not wait for it. */
  spawn(env?: Env): Replica;
  /** Starts one in the same way, and waits until the broker delivers to it. */
  start(env?: Env): Promise<Replica>;
  /** Asks all of them to end, and waits until they have. */
  stop(): Promise<void>;
}

/** @param usual the environment of each */
export function openReplicas(usual: Env, watchdog: Watchdog): Replicas {
  const running = new Set<Replica>();
  const spawn: Replicas['spawn'] = (env) => {
    const replica = spawnReplica(merged(usual, env), watchdog);
    running.add(replica);
    void replica.program.ended.then(() => running.delete(replica));
    return replica;
  };
  return {
    running,
    spawn,
    async start(env) {
      const replica = spawn(env);
      await inTime(replica.program.said('consuming'), START_LIMIT_MS, 'a new consumer');
      return replica;
    },
    async stop() {
      await Promise.all([...running].map(({ program }) => program.stop()));
    },
  };
}
