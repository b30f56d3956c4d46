import { runPnpm } from '../run-program.ts';
import type { Bom } from './bom.ts';
import { withLicencesOfOldPackages } from './licences-of-old-packages.ts';
import { mergeBoms } from './merge-boms.ts';
import { settled } from './settled.ts';

/** Of what there is an SBOM: each app, with what its image holds, and the repository, with everything. */
export const SUBJECTS = ['consumer', 'api', 'post-views'] as const;
export type Subject = (typeof SUBJECTS)[number];

const FORMAT = [
  ...['--split', '--sbom-type', 'application'],
  ...['--sbom-format', 'cyclonedx', '--sbom-spec-version', '1.6'],
];

/**
 * The CycloneDX SBOM of a subject, from the lockfile and the packages of this machine.
 *
 * What is in the repository's depends on the platform, since some tools have a package for each; what is in an app's doesn't.
 *
 * @param timestamp ISO 8601; the same at each run for the same bytes
 */
export async function makeBom(subject: Subject, timestamp: string): Promise<Bom> {
  const lines = await runPnpm(...selectionOf(subject), ...FORMAT);
  const boms: Bom[] = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return settled(await withLicencesOfOldPackages(mergeBoms(boms, subject)), timestamp);
}

/** Of an app as docker/Dockerfile selects: what it needs, and what that needs, without what is only for development. */
function selectionOf(subject: Subject): string[] {
  return subject === 'post-views'
    ? ['--recursive', 'sbom']
    : ['--filter-prod', `@post-views/${subject}...`, 'sbom', '--prod'];
}
