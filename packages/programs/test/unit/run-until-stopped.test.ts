import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';

function start(...args: string[]) {
  const script = join(import.meta.dirname, 'fixtures/until-stopped.ts');
  const child = spawn(process.execPath, [script, ...args]);
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    written.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    written.stderr += chunk.toString();
  });
  return { child, written, ended: once(child, 'close') };
}

it.each(['SIGINT', 'SIGTERM'] as const)('%s ends what was started first', async (signal) => {
  const { child, written, ended } = start();
  await expect.poll(() => written.stdout, { timeout: 10_000 }).toContain('working');
  child.kill(signal);
  await ended;
  expect(written.stdout.trim().split('\n')).toEqual([
    'working',
    'stopping',
    'ended what was started',
    'stopped; nothing is left running',
  ]);
  expect(written.stderr).toBe('');
});

it('throws what fails by itself', async () => {
  const { child, written, ended } = start('fail');
  await ended;
  expect(child.exitCode).toBe(1);
  expect(written.stderr).toContain('failed by itself');
});
