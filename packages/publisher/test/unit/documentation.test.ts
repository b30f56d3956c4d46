import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, ROOT), 'utf8');

/** A link to a file of examples, and the code after it. */
const EXAMPLE =
  /\[`(packages\/publisher\/examples\/[^`]+)`\]\([^)]+\):\n\n```\w+\n([\s\S]*?\n)```$/gm;

describe.each([
  ['docs/publishing.md', ['publish.ts', 'publish.php', 'publish.py']],
  ['packages/publisher/README.md', ['publish.ts', 'express.ts']],
])('%s', (document, files) => {
  const examples = [...read(document).matchAll(EXAMPLE)];

  it('has these examples, and no other code', () => {
    const names = examples.map(([, file]) => file);
    expect(names).toEqual(files.map((file) => `packages/publisher/examples/${file}`));
    expect(read(document).match(/^```\w+$/gm)).toHaveLength(files.length);
  });

  it.each(examples.map(([, file = '', code]) => [file, code]))(
    'has %s as it is run',
    (file, code) => {
      expect(code).toBe(read(file));
    },
  );
});
