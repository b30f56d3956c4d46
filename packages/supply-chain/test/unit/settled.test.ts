import { describe, expect, it } from 'vitest';
import { commitTime, settled } from '../../src/index.ts';
import { bomOf } from '../bom-of.ts';

const app = bomOf('app', { app: ['zod@4.0.0: MIT'] });
const other = bomOf('app', { app: ['zod@4.0.1: MIT'] });

describe('a settled BOM', () => {
  const website = { type: 'website', url: 'https://zod.dev' };
  const hashes = [{ alg: 'SHA-512', content: '00' }];

  it('is the same at every time and of every registry', () => {
    const [one, two] = ['https://a.example', 'https://b.example'].map((registry) => {
      const archive = { type: 'distribution', url: `${registry}/zod`, hashes };
      const components = app.components.map((component) => ({
        ...component,
        externalReferences: [archive, website],
      }));
      return settled({ ...app, serialNumber: registry, components }, '2026-11-29T00:00:00.000Z');
    });
    expect(one).toEqual(two);
    expect(one?.metadata.timestamp).toBe('2026-11-29T00:00:00.000Z');
    expect(one?.components[0]).toMatchObject({ hashes, externalReferences: [website] });
  });

  it('has a UUID of its content for a serial number', () => {
    const numbers = [app, other, app].map((bom) => settled(bom, 'then').serialNumber);
    expect(numbers[0]).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(numbers[2]).toBe(numbers[0]);
    expect(numbers[1]).not.toBe(numbers[0]);
    expect(settled(app, 'later').serialNumber).not.toBe(numbers[0]);
  });
});

describe('the time of an SBOM', () => {
  it('is that of the commit, or the one that the environment gives', async () => {
    expect(await commitTime('86400')).toBe('1970-01-02T00:00:00.000Z');
    expect(await commitTime('')).toBe(await commitTime(undefined));
    expect(Date.parse(await commitTime(undefined))).toBeGreaterThan(86_400_000);
  });
});
