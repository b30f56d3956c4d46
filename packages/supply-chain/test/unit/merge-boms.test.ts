import { describe, expect, it } from 'vitest';
import { mergeBoms, settled } from '../../src/index.ts';
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

describe('a settled BOM', () => {
  const website = { type: 'website', url: 'https://zod.dev' };
  const hashes = [{ alg: 'SHA-512', content: '00' }];

  it('is the same at every time and of every registry', () => {
    const [one, other] = ['https://a.example', 'https://b.example'].map((registry) => {
      const archive = { type: 'distribution', url: `${registry}/zod`, hashes };
      const components = app.components.map((component) => ({
        ...component,
        externalReferences: [archive, website],
      }));
      return settled({ ...app, serialNumber: registry, components }, '2026-11-29T00:00:00.000Z');
    });
    expect(one).toEqual(other);
    expect(one?.metadata.timestamp).toBe('2026-11-29T00:00:00.000Z');
    expect(one?.components[0]).toMatchObject({ hashes, externalReferences: [website] });
  });

  it('has a UUID of its content for a serial number', () => {
    const numbers = [app, db, app].map((bom) => settled(bom, 'then').serialNumber);
    expect(numbers[0]).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(numbers[2]).toBe(numbers[0]);
    expect(numbers[1]).not.toBe(numbers[0]);
    expect(settled(app, 'later').serialNumber).not.toBe(numbers[0]);
  });
});
