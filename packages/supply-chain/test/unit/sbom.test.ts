import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { describe, expect, it } from 'vitest';
import { type Bom, makeBom, nameOf, ROOT, SUBJECTS } from '../../src/index.ts';
import { readLockfile } from '../lockfile.ts';
import { installForProduction } from '../production-install.ts';

const TIME = '2026-11-29T00:00:00.000Z';
/** Each run takes about a second, and much longer beside other tests. */
const PNPM = { timeout: 120_000 };
const boms = new Map(
  await Promise.all(
    SUBJECTS.map(async (subject) => [subject, await makeBom(subject, TIME)] as const),
  ),
);
const lockfile = await readLockfile();

describe.each([...boms])('the SBOM of %s', PNPM, (subject, bom) => {
  it('is valid CycloneDX 1.6', async () => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    expect(await validator.validate(JSON.stringify(bom))).toBeNull();
  });

  it('is the same bytes each time', async () => {
    expect(JSON.stringify(await makeBom(subject, TIME))).toBe(JSON.stringify(bom));
  });

  it('has a licence of each package, and the hash that the lockfile has', () => {
    expect(bom.components.filter(({ licenses }) => !licenses).map(nameOf)).toEqual([]);
    for (const component of othersOf(bom)) {
      const [algorithm = '', base64 = ''] = lockfile.integrityOf(idOf(component)).split('-');
      expect(component.hashes, component.purl).toEqual([
        {
          alg: algorithm.replace('sha', 'SHA-'),
          content: Buffer.from(base64, 'base64').toString('hex'),
        },
      ]);
    }
  });

  it('knows what each of them depends on', () => {
    const known = new Set([bom.metadata.component, ...bom.components].map((one) => one['bom-ref']));
    expect(new Set(bom.dependencies.map(({ ref }) => ref))).toEqual(known);
    const used = new Set(bom.dependencies.flatMap(({ dependsOn }) => dependsOn));
    expect(used.difference(known)).toEqual(new Set());
  });
});

describe('the SBOM of an app', PNPM, () => {
  const apps = ['consumer', 'api'] as const;

  it.each(apps)('names what the image of the %s holds, and nothing else', async (app) => {
    const flags = ['--prod', '--frozen-lockfile', '--filter-prod', `@post-views/${app}...`];
    const dockerfile = await readFile(join(ROOT, 'docker/Dockerfile'), 'utf8');
    expect(dockerfile.replaceAll("'", '')).toContain(`pnpm install ${flags.join(' ')}`);
    const installed = await installForProduction(flags);
    expect(installed).toEqual(new Set(othersOf(boms.get(app)).map(idOf)));
  });
});

describe('tracing', () => {
  it.each(['consumer', 'api'] as const)('is not in the image of the %s', (app) => {
    const named = new Set(boms.get(app)?.components.map(nameOf));
    // The Prometheus client brings the API, which does nothing without an SDK.
    expect(named.delete('@opentelemetry/api')).toBe(true);
    expect([...named].filter((name) => /opentelemetry|tracing/.test(name))).toEqual([]);
  });
});

describe('the SBOM of the repository', () => {
  const bom = boms.get('post-views');

  it('has all that the lockfile has, but for what is only for other platforms', () => {
    const named = new Set(othersOf(bom).map(idOf));
    expect(lockfile.packages.isSupersetOf(named)).toBe(true);
    expect(lockfile.required.difference(named)).toEqual(new Set());
  });

  it('has every package of ours', async () => {
    const ours = new Set<string>();
    for await (const file of glob('{apps,packages}/*/package.json', { cwd: ROOT })) {
      ours.add(JSON.parse(await readFile(join(ROOT, file), 'utf8')).name);
    }
    expect(new Set(bom?.components.map(nameOf).filter(isOurs))).toEqual(ours);
  });
});

/** Packages of others. */
function othersOf(bom: Bom | undefined) {
  return bom?.components.filter((component) => !isOurs(nameOf(component))) ?? [];
}

function isOurs(name: string): boolean {
  return name.startsWith('@post-views/');
}

function idOf(component: Bom['components'][number]): string {
  return `${nameOf(component)}@${component.version}`;
}
