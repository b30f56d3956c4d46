import { randomUUID } from 'node:crypto';
import { type ContainerRuntimeClient, getContainerRuntimeClient } from 'testcontainers';
import { type Progress, type Servers, toServers } from '../servers.ts';
import { startWatchdog } from '../watchdog/watchdog.ts';
import { brokerImage, startBrokerContainer } from './broker-container.ts';
import { needImage } from './container.ts';
import { databaseImage, startDatabaseContainer } from './database-container.ts';
import { removeContainers } from './remove-containers.ts';

// Their data is thrown away, so there is nothing to wait for.
const graceSeconds = 2;

/**
 * Starts both servers as Docker containers.
 *
 * Testcontainers' own reaper is an image that may not be had; the watchdog does its work here.
 *
 * @throws Error when no engine answers, an image can't be had, or a server does not come up (with its last log lines).
 */
export async function startContainers(progress: Progress): Promise<Servers> {
  const startedAt = performance.now();
  const engine = await getEngine();
  await Promise.all(
    [databaseImage, brokerImage].map((image) => needImage(engine, image, progress)),
  );

  await using started = new AsyncDisposableStack();
  const watchdog = started.adopt(startWatchdog(), (it) => it.stop());
  const run = randomUUID();
  watchdog.watch({ kind: 'containers', run });

  const context = { engine, run, progress, startedAt };
  const starts = [startDatabaseContainer(context), startBrokerContainer(context)] as const;
  started.defer(async () => {
    // If one failed, this ends the wait of the other; what the other may have made since goes afterwards.
    await removeContainers(run, { graceSeconds });
    await Promise.allSettled(starts);
    await removeContainers(run, { graceSeconds: 0 });
    watchdog.forget({ kind: 'containers', run });
  });
  const both = await Promise.all(starts);

  const kept = started.move();
  return toServers('containers', both, () => kept.disposeAsync());
}

async function getEngine(): Promise<ContainerRuntimeClient> {
  try {
    return await getContainerRuntimeClient();
  } catch (error) {
    throw new Error('no Docker engine answers.', { cause: error });
  }
}
