import { openApiJson } from '@post-views/api/openapi';
import { eventDocuments } from '@post-views/event/documents';
import { makePaths } from './make-paths.ts';

/** A committed file that is made of the code. */
export interface MadeFile {
  /** From the root of the repository. */
  readonly file: string;
  readonly text: string;
}

/** Each makes some files. Add one here, and a test beside what it makes, that the committed file is what would be made. */
const MAKERS: readonly (() => Promise<readonly MadeFile[]>)[] = [
  apiDocuments,
  async () => eventDocuments().map(({ file, text }) => ({ file: `docs/${file}`, text })),
];

/** Every committed file that is made of the code, as it should be. */
export async function makeDocuments(): Promise<readonly MadeFile[]> {
  const made = await Promise.all(MAKERS.map((make) => make()));
  return made.flat();
}

async function apiDocuments(): Promise<readonly MadeFile[]> {
  const openapi = await openApiJson();
  return [
    { file: 'apps/api/openapi.json', text: openapi },
    { file: 'packages/client/src/paths.ts', text: await makePaths(openapi) },
  ];
}
