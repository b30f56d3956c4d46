import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { runMain } from '@post-views/service';
import { ROOT } from '../run-program.ts';
import { commitTime } from './commit-time.ts';
import { makeBom, SUBJECTS } from './make-bom.ts';

/** `pnpm sbom:write`: writes `sbom/<subject>.cdx.json`, the same bytes each time for one commit. */
await runMain(async () => {
  const timestamp = await commitTime(process.env['SOURCE_DATE_EPOCH']);
  const folder = join(ROOT, 'sbom');
  await mkdir(folder, { recursive: true });
  for (const subject of SUBJECTS) {
    const bom = await makeBom(subject, timestamp);
    const file = join(folder, `${subject}.cdx.json`);
    await writeFile(file, `${JSON.stringify(bom, undefined, 2)}\n`);
    process.stdout.write(`${relative(ROOT, file)}: ${bom.components.length} components\n`);
  }
});
