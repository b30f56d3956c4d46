import { GenericContainer } from 'testcontainers';
import { DISK_MEGABYTES, type Disk, FILL, FREE } from '../disk.ts';
import { type Context, startContainer } from './container.ts';
import { RUN_LABEL } from './remove-containers.ts';

const FOLDER = '/disk';

export interface VolumeDisk extends Disk {
  readonly volume: string;
}

/**
 * A volume in memory for one server, and a container that does nothing but hold it: the engine would empty it when the
 * server, which has it as well, is killed.
 *
 * @param image any that is here
 */
export async function makeDisk(
  context: Context,
  name: keyof typeof DISK_MEGABYTES,
  image: string,
): Promise<VolumeDisk> {
  const { engine, run } = context;
  const volume = `post-views-${run}-${name}`;
  await engine.container.dockerode.createVolume({
    Name: volume,
    Driver: 'local',
    DriverOpts: { type: 'tmpfs', device: 'tmpfs', o: `size=${DISK_MEGABYTES[name]}m` },
    Labels: { [RUN_LABEL]: run },
  });
  const { container } = await startContainer(context, `what holds the ${name}'s disk`, () =>
    new GenericContainer(image)
      .withEntrypoint(['sleep'])
      .withCommand(['infinity'])
      .withUser('root')
      .withBindMounts([{ source: volume, target: FOLDER }]),
  );
  const sh = async (script: string, ...args: string[]) => {
    const { output, exitCode } = await container.exec(['sh', '-c', script, 'sh', FOLDER, ...args]);
    if (exitCode !== 0) throw new Error(`the ${name}'s disk: ${output}`);
  };
  return {
    volume,
    fill: (leaving = 0) => sh(FILL, String(leaving)),
    free: () => sh(FREE),
  };
}
