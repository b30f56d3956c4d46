import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { fakeApi } from '../fake-api.ts';

const PACKAGE = new URL('../../', import.meta.url);
const readme = await readFile(new URL('README.md', PACKAGE), 'utf8');
const blocks = [...readme.matchAll(/\[(examples\/.+?)\][^\n]*\n\n```tsx?\n(.*?)```$/gms)];
const files = await readdir(new URL('examples/', PACKAGE));

it('shows every example', () => {
  expect(new Set(blocks.map(([, file]) => file))).toEqual(
    new Set(files.map((file) => `examples/${file}`)),
  );
});

it.each(blocks.map(([, file = '', code]) => [file, code] as const))(
  'shows %s as it is',
  async (file, code) => {
    expect(code).toBe(await readFile(new URL(file, PACKAGE), 'utf8'));
  },
);

it('names every method', () => {
  for (const method of Object.keys(fakeApi([]).views)) expect(readme).toContain(`\`${method}(`);
});
