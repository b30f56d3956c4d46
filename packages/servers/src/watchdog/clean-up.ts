import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { removeProject } from '../cluster/project.ts';
import { killGroup } from '../native/process-group.ts';
import { unmount } from '../native/unmount.ts';
import type { Watched } from './orders.ts';

const ROUNDS = 10;
const ROUND_MS = 500;

/** Removes all of it: process groups first, since they write to the folder, then the disks that are mounted in it. */
export async function cleanUp(things: readonly Watched[]): Promise<void> {
  await Promise.allSettled(
    things.filter((thing) => thing.kind === 'process group').map(({ pid }) => killGroup(pid)),
  );
  await Promise.allSettled(
    things.filter((thing) => thing.kind === 'mount').map(({ path }) => unmount(path)),
  );
  await Promise.allSettled(
    things
      .filter((thing) => thing.kind === 'folder')
      .map(({ path }) => rm(path, { recursive: true, force: true, maxRetries: 10 })),
  );
  await Promise.allSettled(
    things
      .filter((thing) => thing.kind === 'containers')
      .map(({ run }) => againAndAgain(() => removeRun(run))),
  );
  await Promise.allSettled(
    things
      .filter((thing) => thing.kind === 'compose project')
      .map(({ project }) => againAndAgain(() => removeProject(project))),
  );
}

/** The engine may still be carrying out an order that the dead process gave: looking once is not enough. */
async function againAndAgain(remove: () => Promise<void>): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    // What failed is tried again in the next round; there is nobody left to tell.
    await remove().catch(() => undefined);
    await delay(ROUND_MS);
  }
}

/** Loaded when needed: Testcontainers alone takes most of a second to load. */
async function removeRun(run: string): Promise<void> {
  const { removeContainers } = await import('../containers/remove-containers.ts');
  await removeContainers(run, { graceSeconds: 0 });
}
