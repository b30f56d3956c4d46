import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DISK_MEGABYTES, type Disk, FILL, FREE } from '../disk.ts';
import type { Watchdog } from '../watchdog/watchdog.ts';
import { unmount } from './unmount.ts';

const run = promisify(execFile);

export interface MountedDisk extends Disk, AsyncDisposable {
  readonly folder: string;
}

/** Disks in memory for both servers, in a folder; disposing of them takes them away with all that is on them. */
export async function mountDisks(folder: string, watchdog: Watchdog) {
  await using mounted = new AsyncDisposableStack();
  const mount = async (name: keyof typeof DISK_MEGABYTES) =>
    mounted.use(await mountDisk(join(folder, `${name}-disk`), DISK_MEGABYTES[name], watchdog));
  const disks = { database: await mount('database'), broker: await mount('broker') };
  const kept = mounted.move();
  return { ...disks, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** @throws when this user may not mount, or the system knows no `tmpfs` */
async function mountDisk(
  folder: string,
  megabytes: number,
  watchdog: Watchdog,
): Promise<MountedDisk> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    throw new Error('small disks have to be mounted, which only root on Linux may do here.');
  }
  await mkdir(folder);
  const thing = { kind: 'mount', path: folder } as const;
  watchdog.watch(thing);
  const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'tmpfs', folder];
  await run('mount', options);
  return {
    folder,
    fill: async (leaving = 0) =>
      void (await run('/bin/sh', ['-c', FILL, 'fill', folder, String(leaving)])),
    free: async () => void (await run('/bin/sh', ['-c', FREE, 'free', folder])),
    async [Symbol.asyncDispose]() {
      await unmount(folder);
      watchdog.forget(thing);
    },
  };
}
