import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram } from './programs.ts';

const SCRIPT = fileURLToPath(new URL('./apt-install.sh', import.meta.url));
const SHOWN_LINES = 10;

/** Why packages can't be installed here, or undefined when they can. */
export async function whyNoInstall(): Promise<string | undefined> {
  if (!(await findProgram('apt-get'))) return 'this is not Debian or Ubuntu';
  if (process.getuid?.() !== 0) return 'only root may install them';
  return undefined;
}

/**
 * Installs Debian packages without starting the services that come with them.
 *
 * The installation is not ended when this process dies: a half-installed package is worse than an installed
 * one.
 *
 * @throws when it fails; with the last lines of apt-get
 */
export async function installPackages(packages: readonly string[]): Promise<void> {
  // A file without a name: it is gone with its last reader, and unlike a pipe it never blocks or kills the
  // writer.
  const path = join(tmpdir(), `post-views-apt-${randomUUID()}.log`);
  await using log = await open(path, 'wx+', 0o600);
  await unlink(path);
  const child = spawn('/bin/sh', [SCRIPT, ...packages], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code === 0) return;
  const output = Buffer.alloc((await log.stat()).size);
  await log.read(output, 0, output.length, 0);
  const lines = output.toString().trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
  throw new Error(`installing ${packages.join(' and ')} failed:\n${lines}`);
}
