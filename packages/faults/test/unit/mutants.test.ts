import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MUTANTS } from '../mutants/mutants.ts';

const ROOT = join(import.meta.dirname, '../../../..');

describe('a consumer that makes a mistake', () => {
  it.for(MUTANTS)('differs from the one that does not: it $name', async ({ changes }) => {
    for (const { file, from, to } of changes) {
      const text = await readFile(join(ROOT, file), 'utf8');
      expect([text.split(from).length - 1, from]).toEqual([1, from]);
      expect(to).not.toBe(from);
    }
  });
});
