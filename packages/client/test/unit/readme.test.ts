import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { fakeApi } from '../fake-api.ts';

const PACKAGE = new URL('../../', import.meta.url);
const readme = await readFile(new URL('README.md', PACKAGE), 'utf8');

it('shows every example', async () => {
  for (const file of await readdir(new URL('examples/', PACKAGE))) {
    expect(readme).toMatch(new RegExp(`\\(examples/${file}\\):\n\n\`\`\``));
  }
});

it('names every method', () => {
  for (const method of Object.keys(fakeApi([]).views)) expect(readme).toContain(`\`${method}(`);
});
