import { validate } from '@readme/openapi-parser';
import { expect, it } from 'vitest';
import { makeDocuments } from '../../src/index.ts';

it('makes an OpenAPI document that is valid', async () => {
  const made = await makeDocuments();
  const openapi = made.find(({ file }) => file === 'apps/api/openapi.json')?.text ?? '';
  const document = JSON.parse(openapi);
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(await validate(document)).toMatchObject({ valid: true });
});

it('takes notice of what is not valid', async () => {
  const document = { openapi: '3.1.1', info: { title: 'No version' }, paths: {} };
  expect(await validate(document as never)).toMatchObject({ valid: false });
});
