import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { killGroup, signalGroup } from '../../src/index.ts';
import { runs } from './fixtures/traces.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each([
  ['signalGroup', async (pid: number) => signalGroup(pid, 'SIGTERM')],
  ['killGroup', killGroup],
])('%s', (_name, end) => {
  it.each([0, -0, 1, -1, -4242, 4242.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses %d, which is no group of ours',
    async (pid) => {
      // Should the guard be gone, the signal must still reach nobody.
      const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
      await expect(end(pid)).rejects.toThrow(RangeError);
      expect(kill).not.toHaveBeenCalled();
    },
  );

  it('has nothing against a group that is gone', async () => {
    const leader = spawn('/bin/true', { detached: true, stdio: 'ignore' });
    await once(leader, 'exit');
    await end(Number(leader.pid));
  });
});

describe('signalGroup', () => {
  it('says whether there was anybody to signal', async () => {
    const leader = spawn('/bin/sleep', ['1000'], { detached: true, stdio: 'ignore' });
    const exited = once(leader, 'exit');
    expect(signalGroup(Number(leader.pid), 'SIGTERM')).toBe(true);
    expect(await exited).toEqual([null, 'SIGTERM']);
    expect(signalGroup(Number(leader.pid), 'SIGTERM')).toBe(false);
  });
});

describe('killGroup', () => {
  it('ends the leader and what it started', async () => {
    const leader = spawn('/bin/sh', ['-c', 'sleep 1000 & echo $!; wait'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => void leader.kill('SIGKILL'));
    const exited = once(leader, 'exit');
    const [line] = (await once(leader.stdout, 'data')) as [Buffer];
    const pids = [Number(leader.pid), Number(line.toString())];
    expect(pids.map(runs)).toEqual([true, true]);

    await killGroup(Number(leader.pid));
    expect(await exited).toEqual([null, 'SIGKILL']);
    expect(pids.map(runs)).toEqual([false, false]);
  });
});
