import { mkdir, rm } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Command, startChild } from '../../src/native/child.ts';
import { startWatchdog } from '../../src/watchdog/watchdog.ts';
import { newFolder, runs } from './fixtures/traces.ts';

const SOON = { timeout: 10_000, interval: 20 };

async function start(command: Omit<Command, 'name'>) {
  const folder = newFolder();
  const watchdog = startWatchdog();
  await mkdir(folder);
  onTestFinished(async () => {
    await watchdog.stop();
    await rm(folder, { recursive: true });
  });
  return startChild({ name: 'child', ...command }, folder, watchdog);
}

describe('startChild', () => {
  it('tells how a child ended and what it said last', async () => {
    const child = await start({
      program: '/bin/sh',
      args: ['-c', 'printf "\\033[31mfirst\\033[0m\\n$WORD\\n"; exit 3'],
      env: { WORD: 'last' },
    });
    expect(await child.end).toBe('ended with exit code 3');
    expect(child.ended()).toBe('ended with exit code 3');
    expect(await child.lastLines()).toBe('first\nlast');
  });

  it('gives a child the PATH and nothing else of our environment', async () => {
    const child = await start({ program: '/usr/bin/env', args: [], env: { OWN: '1' } });
    expect(await child.end).toBeUndefined();
    expect((await child.lastLines()).split('\n').map((line) => line.split('=')[0])).toEqual([
      'PATH',
      'OWN',
    ]);
  });

  it('stops a child with all that it started', async () => {
    const child = await start({
      program: '/bin/sh',
      args: ['-c', 'sleep 1000 & echo "$$ $!"; wait'],
    });
    await expect.poll(child.lastLines, SOON).toMatch(/^\d+ \d+$/);
    const pids = (await child.lastLines()).split(' ').map(Number);
    expect(pids.map(runs)).toEqual([true, true]);

    await child.stop();
    expect(child.ended()).toBe('ended with SIGTERM');
    expect(pids.map(runs)).toEqual([false, false]);
  });
});
