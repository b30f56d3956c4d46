import { cp, glob, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, runPnpm } from '../src/index.ts';

/**
 * Installs in a folder of its own what an image gets, without the network where this machine has it all.
 *
 * @param flags as docker/Dockerfile has them
 * @returns `name@version` of each package that was installed
 */
export async function installForProduction(flags: readonly string[]): Promise<Set<string>> {
  const folder = await mkdtemp(join(tmpdir(), 'post-views-sbom-'));
  try {
    const manifests = ['{,apps/*/,packages/*/}package.json', 'pnpm-*.yaml'];
    for await (const file of glob(manifests, { cwd: ROOT })) {
      await cp(join(ROOT, file), join(folder, file));
    }
    await runPnpm('--dir', folder, 'install', '--prefer-offline', '--ignore-scripts', ...flags);
    return await installedIn(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function installedIn(folder: string): Promise<Set<string>> {
  const ids = new Set<string>();
  const packages = 'node_modules/.pnpm/*/node_modules/{*,@*/*}/package.json';
  for await (const file of glob(packages, { cwd: folder })) {
    const { name, version } = JSON.parse(await readFile(join(folder, file), 'utf8'));
    ids.add(`${name}@${version}`);
  }
  return ids;
}
