import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tls } from '../certificates.ts';
import { type NativeOptions, type Progress, type Servers, toServers } from '../servers.ts';
import { startWatchdog } from '../watchdog/watchdog.ts';
import { startBroker } from './broker.ts';
import { Children } from './children.ts';
import { startDatabase } from './database.ts';
import { type MountedDisk, mountDisks } from './disk.ts';
import { findOrInstall } from './find-or-install.ts';
import { findPrograms, type Programs } from './programs.ts';
import { writeCertificates } from './tls.ts';

/** What both servers of one start share. */
export interface Context {
  readonly options: NativeOptions;
  readonly programs: Programs;
  readonly folder: string;
  readonly disks: { readonly database: MountedDisk; readonly broker: MountedDisk } | undefined;
  readonly tls: Tls | undefined;
  readonly children: Children;
  readonly progress: Progress;
  /** By `performance.now()`. */
  readonly startedAt: number;
}

/**
 * Starts both servers as private child processes, with their data in a folder of their own.
 *
 * They listen on free ports of the loopback only and know nothing of the machine's own services and
 * settings.
 *
 * @throws when programs are missing and can't be installed, or a server does not come up; then with the
 *   last lines of its log
 */
export async function startNative(progress: Progress, options: NativeOptions): Promise<Servers> {
  const programs = await findOrInstall(findPrograms, progress);
  const startedAt = performance.now();
  await using started = new AsyncDisposableStack();
  const watchdog = started.adopt(startWatchdog(), (it) => it.stop());

  // Short, because the path of a Unix socket may have no more than about 100 characters.
  const folder = join(tmpdir(), `post-views-${randomBytes(6).toString('hex')}`);
  watchdog.watch({ kind: 'folder', path: folder });
  started.defer(async () => {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    watchdog.forget({ kind: 'folder', path: folder });
  });
  await mkdir(folder, { mode: 0o700 });

  const disks = options.smallDisks ? started.use(await mountDisks(folder, watchdog)) : undefined;
  const tls = options.tls ? await writeCertificates(folder) : undefined;
  const children = new Children(folder, watchdog);
  const context = { options, programs, folder, disks, tls, children, progress, startedAt };
  const starts = [startDatabase(context), startBroker(context)] as const;
  started.defer(async () => {
    await children.stop();
    // If one failed, this has ended the wait of the other.
    await Promise.allSettled(starts);
  });
  const both = await Promise.all(starts);

  children.unref();
  const kept = started.move();
  return toServers('native', both, () => kept.disposeAsync());
}
