import { getContainerRuntimeClient } from 'testcontainers';

/** The label by which the containers and volumes of one start are found again, by the watchdog too. */
export const RUN_LABEL = 'post-views.servers.run';

/** Stops and removes all containers of one start, with their volumes, also those with a name. */
export async function removeContainers(
  run: string,
  { graceSeconds }: { readonly graceSeconds: number },
): Promise<void> {
  const { dockerode } = (await getContainerRuntimeClient()).container;
  const filters = { label: [`${RUN_LABEL}=${run}`] };
  const found = await dockerode.listContainers({ all: true, filters });
  await Promise.all(
    found.map(async ({ Id }) => {
      const container = dockerode.getContainer(Id);
      if (graceSeconds > 0) await container.stop({ t: graceSeconds }).catch(unlessGone);
      await container.remove({ force: true, v: true }).catch(unlessGone);
    }),
  );
  const { Volumes } = await dockerode.listVolumes({ filters });
  await Promise.all(
    Volumes.map(({ Name }) => dockerode.getVolume(Name).remove().catch(unlessGone)),
  );
}

/** 304: was stopped already. 404: is gone already. 409: somebody else is removing it. */
function unlessGone(error: unknown): void {
  const { statusCode } = error as { statusCode?: number };
  if (statusCode !== 304 && statusCode !== 404 && statusCode !== 409) throw error;
}
