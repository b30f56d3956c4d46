import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { HEAP_GROWING_PERCENT } from '../../src/limits.ts';

const read = (path: string) => readFile(new URL(`../../../../${path}`, import.meta.url), 'utf8');

it('the heap of the API is limited by its script and by its image alike, to a part of what its pod may take', async () => {
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
  const command = scripts['start:api']?.split(' ') ?? [];
  expect(await read('docker/Dockerfile')).toContain(
    `CMD ${JSON.stringify(command).replaceAll(',', ', ')}`,
  );
  const heap = Number(command.join(' ').match(/--max-old-space-size=(\d+)/)?.[1]);
  const limit = Number(
    (await read('infra/kubernetes/base/api.yaml')).match(
      /memory: (\d+)Mi\s*\n\s*securityContext/,
    )?.[1],
  );
  expect(heap).toBeLessThanOrEqual(limit / 2);
});

it('V8 knows how the heap of the API is to grow', () => {
  // An option that is set while it runs and that it does not know, it leaves out without a word.
  const option = `--heap-growing-percent=${HEAP_GROWING_PERCENT}`;
  expect(spawnSync(process.execPath, [option, '--eval', '']).status).toBe(0);
  expect(spawnSync(process.execPath, ['--no-such-option', '--eval', '']).status).not.toBe(0);
});
