import { writeFile } from 'node:fs/promises';
import { runMain } from '@post-views/service';
import { renderDocument } from './document.ts';
import { DOCUMENT, readParts } from './files.ts';

/** `pnpm test:faults:report`: writes docs/reliability.md anew from docs/reliability/*.json. */
await runMain(async () => {
  const { frame, runs } = await readParts();
  await writeFile(DOCUMENT, renderDocument(frame, runs));
  process.stderr.write(`  ${DOCUMENT}, of ${runs.length} runs\n`);
});
