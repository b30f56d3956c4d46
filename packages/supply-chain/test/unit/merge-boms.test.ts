import { describe, expect, it } from 'vitest';
import { mergeBoms } from '../../src/index.ts';
import { bomOf } from '../bom-of.ts';

/** As pnpm may write them: `db` is seen with its dependencies by itself, and without by `app`. */
const app = bomOf('app', { app: ['db@1.0.0: MIT', 'zod@4.0.0: MIT'], 'db@1.0.0: MIT': [] });
const db = bomOf('db@1.0.0', { 'db@1.0.0': ['kysely@0.1.0: MIT'] });

describe('the BOMs of several packages', () => {
  it('are one, with everything that any of them knows, about the one asked for', () => {
    const merged = mergeBoms([db, app], 'app');
    expect(merged.metadata.component.name).toBe('app');
    expect(merged.components.map(({ name }) => name)).toEqual(['db', 'kysely', 'zod']);
    expect(merged.dependencies).toEqual([
      { ref: 'pkg:npm/app', dependsOn: ['pkg:npm/db@1.0.0', 'pkg:npm/zod@4.0.0'] },
      { ref: 'pkg:npm/db@1.0.0', dependsOn: ['pkg:npm/kysely@0.1.0'] },
    ]);
  });

  it('are the same in whatever order they come', () => {
    const [one, other] = [mergeBoms([db, app], 'app'), mergeBoms([app, db], 'app')];
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });

  it('must have one of what they are about', () => {
    expect(() => mergeBoms([db], 'app')).toThrow('no SBOM of app');
  });
});
