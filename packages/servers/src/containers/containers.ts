import { randomUUID } from 'node:crypto';
import { type ContainerRuntimeClient, getContainerRuntimeClient } from 'testcontainers';
import { makeCertificates } from '../certificates.ts';
import { type ContainerOptions, type Progress, type Servers, toServers } from '../servers.ts';
import { startWatchdog } from '../watchdog/watchdog.ts';
import { BROKER_IMAGE, startBrokerContainer } from './broker-container.ts';
import { needImage, TLS_PATHS } from './container.ts';
import { DATABASE_IMAGE, startDatabaseContainer } from './database-container.ts';
import { removeContainers } from './remove-containers.ts';

/** Their data is thrown away, so there is nothing to wait for. */
const GRACE_SECONDS = 2;

/**
 * Starts both servers as Docker containers.
 *
 * Testcontainers' own reaper is an image that may not be had; the watchdog does its work here.
 *
 * @throws when no engine answers, an image can't be had, or a server does not come up; then with the last
 *   lines of its log
 */
export async function startContainers(
  progress: Progress,
  options: ContainerOptions,
): Promise<Servers> {
  const startedAt = performance.now();
  const engine = await getEngine();
  await Promise.all(
    [DATABASE_IMAGE, BROKER_IMAGE].map((image) => needImage(engine, image, progress)),
  );

  await using started = new AsyncDisposableStack();
  const watchdog = started.adopt(startWatchdog(), (it) => it.stop());
  const run = randomUUID();
  watchdog.watch({ kind: 'containers', run });

  const tls = options.tls ? { ...(await makeCertificates()), paths: TLS_PATHS } : undefined;
  const context = { engine, options, run, progress, startedAt, tls };
  const starts = [startDatabaseContainer(context), startBrokerContainer(context)] as const;
  started.defer(async () => {
    // If one failed, this ends the wait of the other; what that may have made since goes afterwards.
    await removeContainers(run, { graceSeconds: GRACE_SECONDS });
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
