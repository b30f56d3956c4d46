import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';

const LOG = new URL('../../src/log.ts', import.meta.url).href;
const MEGABYTES = 100;
/** Tells on standard error how much memory it has when it has written that, and ends when it is told to. */
const PROGRAM = `
  import { bufferedStdout } from ${JSON.stringify(LOG)};
  const { destination } = bufferedStdout();
  for (let n = 0; n < ${MEGABYTES}; n++) {
    destination.write('x'.repeat(1_000_000) + '\\n');
    await new Promise(setImmediate);
  }
  const { heapUsed, external } = process.memoryUsage();
  process.stderr.write(String(heapUsed + external));
  setInterval(() => undefined, 1_000);
`;

let child: ReturnType<typeof spawn> | undefined;
afterEach(() => {
  child?.kill('SIGKILL');
});

describe('bufferedStdout', () => {
  it('loses lines that nobody takes, rather than keeping all of them in memory', async () => {
    child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM]);
    const [bytes] = (await once(child.stderr ?? child, 'data')) as [Buffer];
    expect(Number(bytes)).toBeLessThan((MEGABYTES / 2) * 1_000_000);
  });
});
