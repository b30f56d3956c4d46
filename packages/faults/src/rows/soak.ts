import { setTimeout as sleep } from 'node:timers/promises';
import { highestRate } from '../scene/highest-rate.ts';
import type { Replica } from '../scene/replica.ts';
import type { Scene } from '../scene/scene.ts';
import { Witness } from '../scene/witness.ts';
import { alarms, closeConnections, killChannels } from './broker-troubles.ts';
import { cutCommit } from './cut-commit.ts';
import { cutShortly } from './cut-network.ts';
import { killAtRandom } from './kill-at-random.ts';
import { killBroker } from './kill-broker.ts';
import { killDatabase } from './kill-database.ts';
import { QueueDown } from './queue-down.ts';
import { endOldest } from './rolling-restart.ts';
import type { Row } from './row.ts';
import { stopAndContinue } from './stop-and-continue.ts';

const FAULTS: readonly Pick<Row, 'fail'>[] = [
  killAtRandom,
  // Not the row, which takes whatever comes again for its own fault.
  {
    async fail(scene) {
      await scene.startReplica();
      return endOldest(scene);
    },
  },
  stopAndContinue,
  killDatabase,
  cutCommit,
  killBroker,
  closeConnections,
  killChannels,
  alarms,
  // After a minute, 30 % to spare would take another two until all is counted.
  { fail: cutShortly },
];
const EVERY_MS = 20_000;
const SHARE_OF_HIGHEST = 0.7;

/** What happens to one replica happens to any but the witness, which lives through all of it: its memory must not grow. */
function soakRow(): Row {
  let witness: Witness;
  let viewsPerSecond = 0;
  let nextAt = 0;
  const queueDown = new QueueDown();

  return {
    number: 16,
    name: 'soak: 70 % of the highest rate, a fault of another row every 20 s',
    trials: { short: 1, long: 90 },
    replicas: 3,

    async begin(scene, { signal }) {
      const [first] = scene.replicas;
      if (!first) throw new Error('no replica runs');
      witness = new Witness(first);
      const highest = await highestRate(scene, signal);
      viewsPerSecond = highest.views;
      scene.publisher.setPace(highest.messages * SHARE_OF_HIGHEST);
      nextAt = performance.now() + EVERY_MS / 2;
    },

    async fail(scene, world, trial) {
      // A fault may have taken longer than that.
      const calmMs = Math.max(0, nextAt - performance.now());
      await sleep(calmMs, undefined, { signal: world.signal });
      nextAt += EVERY_MS;
      await witness.look();
      const fault = FAULTS[Math.floor(world.random() * FAULTS.length)] ?? killAtRandom;
      return fault.fail(sparing(witness.replica, scene), world, trial);
    },

    help: (scene, world) => queueDown.help(scene, world),

    async check(scene) {
      if (!scene.replicas.has(witness.replica)) throw new Error('the witness has ended');
      witness.expectFlat();
    },

    remark: () =>
      [`highest rate ${Math.round(viewsPerSecond)} views/s`, witness.told(), queueDown.told()]
        .filter((text) => text !== undefined)
        .join('; '),
  };
}

/** The scene as it looks to somebody who does not see that replica. */
function sparing(replica: Replica, scene: Scene): Scene {
  return {
    ...scene,
    get replicas() {
      return new Set([...scene.replicas].filter((other) => other !== replica));
    },
  };
}

export const soak = soakRow();
