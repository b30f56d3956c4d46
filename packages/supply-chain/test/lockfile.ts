import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../src/index.ts';

interface Written {
  readonly packages: Record<string, { readonly resolution: Readonly<Record<string, unknown>> }>;
  readonly snapshots: Record<string, { readonly optional?: boolean }>;
}

/** What pnpm-lock.yaml says: https://github.com/pnpm/spec/blob/master/lockfile/9.0.md */
export async function readLockfile() {
  const { packages, snapshots }: Written = parse(
    await readFile(join(ROOT, 'pnpm-lock.yaml'), 'utf8'),
  );
  const required = Object.entries(snapshots).filter(([, { optional }]) => !optional);
  return {
    /** `name@version` of each package. */
    packages: new Set(Object.keys(packages)),
    /** Those that no platform may do without. A snapshot's key has the peers after the version, in brackets. */
    required: new Set(required.map(([key]) => key.split('(', 1)[0] ?? '')),
    resolutions: Object.entries(packages).map(([id, { resolution }]) => ({ id, resolution })),
    integrityOf: (id: string) => String(packages[id]?.resolution['integrity']),
  };
}
