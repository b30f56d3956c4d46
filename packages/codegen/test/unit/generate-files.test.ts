import { readFile } from 'node:fs/promises';
import { validate } from '@readme/openapi-parser';
import { describe, expect, it } from 'vitest';
import { generateFiles } from '../../src/index.ts';

const ROOT = new URL('../../../../', import.meta.url);
const files = await generateFiles();

describe('what pnpm generate writes', () => {
  it.each(files)('is committed as $file', async ({ file, text }) => {
    const committed = await readFile(new URL(file, ROOT), 'utf8');
    expect(committed, `${file} is out of date: run pnpm generate`).toBe(text);
  });

  it('has an OpenAPI document that is valid', async () => {
    const openapi = files.find(({ file }) => file === 'apps/api/openapi.json')?.text ?? '';
    const document = JSON.parse(openapi);
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(await validate(document)).toMatchObject({ valid: true });
  });
});
