import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SLOW_FILES, secondsOf } from '../../src/durations.ts';

const ROOT = new URL('../../../../', import.meta.url);

it.each(SLOW_FILES)('%s is there', (file) => {
  expect(existsSync(new URL(file, ROOT))).toBe(true);
});

it('takes files that are not written down for short, those with servers for longer', () => {
  expect(secondsOf('packages/new/test/unit/new.test.ts')).toBeLessThan(
    secondsOf('packages/new/test/servers/new.test.ts'),
  );
});
