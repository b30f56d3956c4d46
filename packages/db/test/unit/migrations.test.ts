import { expect, it } from 'vitest';
import { migrations } from '../../src/migrations/index.ts';

it('says of each migration whether the release before can go on with its tables', () => {
  const [, , , ...sinceTheFirstRelease] = Object.keys(migrations).sort();
  for (const name of sinceTheFirstRelease) {
    expect(name).toMatch(/^\d{4}-(expand|contract)-[a-z0-9-]+$/);
  }
});
