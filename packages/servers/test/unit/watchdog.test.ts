import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mountDisks } from '../../src/native/disk.ts';
import { startWatchdog } from '../../src/watchdog/watchdog.ts';
import { newFolder, runs } from './fixtures/traces.ts';

const SOON = { timeout: 10_000, interval: 20 };

describe('startWatchdog', () => {
  it('removes process groups and the folder of a process that is killed', async () => {
    const folder = newFolder();
    const script = fileURLToPath(new URL('./fixtures/start-and-hang.ts', import.meta.url));
    const starter = spawn(process.execPath, [script, folder]);
    onTestFinished(() => void starter.kill('SIGKILL'));
    const numbers = () => readFile(join(folder, 'parent.log'), 'utf8').catch(() => '');
    await expect.poll(numbers, SOON).toMatch(/^\d+ \d+\n$/);
    const pids = (await numbers()).trim().split(' ').map(Number);
    expect(pids.map(runs)).toEqual([true, true]);

    starter.kill('SIGKILL');
    await once(starter, 'exit');
    await expect.poll(() => pids.some(runs), SOON).toBe(false);
    await expect.poll(() => existsSync(folder), SOON).toBe(false);
  });

  it('removes what it still watches when it is stopped, but nothing that was forgotten', async () => {
    const [kept, removed] = [newFolder(), newFolder()];
    onTestFinished(() => rm(kept, { recursive: true }));
    await Promise.all([mkdir(kept), mkdir(removed)]);

    const watchdog = startWatchdog();
    watchdog.watch({ kind: 'folder', path: kept });
    watchdog.watch({ kind: 'folder', path: removed });
    watchdog.forget({ kind: 'folder', path: kept });
    await watchdog.stop();
    expect([existsSync(kept), existsSync(removed)]).toEqual([true, false]);
  });

  it.runIf(process.getuid?.() === 0 && process.platform === 'linux')(
    'takes disks away before the folder that they are in',
    async () => {
      const folder = newFolder();
      const watchdog = startWatchdog();
      watchdog.watch({ kind: 'folder', path: folder });
      await mkdir(folder);
      const { database } = await mountDisks(folder, watchdog);
      await database.fill();
      const mounts = () => readFile('/proc/mounts', 'utf8');
      expect(await mounts()).toContain(database.folder);

      await watchdog.stop();
      expect(await mounts()).not.toContain(folder);
      expect(existsSync(folder)).toBe(false);
    },
  );
});
