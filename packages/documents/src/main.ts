import { readFile, writeFile } from 'node:fs/promises';
import { runMain } from '@post-views/service';
import { makeDocuments } from './make-documents.ts';

const ROOT = new URL('../../../', import.meta.url);

/** `pnpm documents`: writes what is made of the code, and says what was out of date. */
await runMain(async () => {
  for (const { file, text } of await makeDocuments()) {
    const path = new URL(file, ROOT);
    const before = await readFile(path, 'utf8').catch(() => undefined);
    if (before !== text) await writeFile(path, text);
    process.stdout.write(`${before === text ? 'up to date' : 'written'}: ${file}\n`);
  }
});
