import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { dyingAt } from '../../src/wrapper/fail-points.ts';
import { merged } from '../../src/wrapper/preload.ts';
import { shiftedBy } from '../../src/wrapper/shifted-by.ts';

const HOUR_MS = 3_600_000;
const CLOCKS = `const now = new Date();
console.log(JSON.stringify([Date.now(), now.getTime(), new Date(0).toISOString(), now instanceof Date]))`;

describe('a module that is loaded before a process', () => {
  it('shifts its clock, and nothing else that is made of dates', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', CLOCKS], {
      env: shiftedBy(-HOUR_MS),
    });
    const [now, made, epoch, isDate] = JSON.parse(stdout) as [number, number, string, boolean];
    const [least, most] = [Date.now() - HOUR_MS - 60_000, Date.now() - HOUR_MS];
    for (const time of [now, made]) {
      expect(time).toBeGreaterThan(least);
      expect(time).toBeLessThanOrEqual(most);
    }
    expect([epoch, isDate]).toEqual(['1970-01-01T00:00:00.000Z', true]);
  });

  it('is loaded beside another one', () => {
    const env = merged({ A: '1', B: '1' }, shiftedBy(1), undefined, dyingAt('acked', 2), {
      B: '2',
    });
    expect(env).toMatchObject({ A: '1', B: '2', CLOCK_SHIFT_MS: '1', FAIL_POINT: 'acked' });
    expect(env['NODE_OPTIONS']?.match(/--import=\S+/g)).toHaveLength(2);
    expect(merged({ A: '1' })).toEqual({ A: '1' });
  });
});
