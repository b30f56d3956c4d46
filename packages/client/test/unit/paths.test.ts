import { readFile } from 'node:fs/promises';
import { makePaths } from '@post-views/documents';
import { expect, it } from 'vitest';

it('has the types of the OpenAPI document as it is', async () => {
  const openapi = await readFile(
    new URL('../../../../apps/api/openapi.json', import.meta.url),
    'utf8',
  );
  const committed = await readFile(new URL('../../src/paths.ts', import.meta.url), 'utf8');
  expect(committed, 'packages/client/src/paths.ts is out of date: run pnpm documents').toBe(
    await makePaths(openapi),
  );
});
