import { writeFile } from 'node:fs/promises';
import { runMain } from '@post-views/service';
import { generateFiles } from './generate-files.ts';
import { ROOT, readCommitted } from './repository.ts';

/** `pnpm generate`: writes what is generated from the code, and says what was out of date. */
await runMain(async () => {
  for (const { file, text } of await generateFiles()) {
    const before = await readCommitted(file).catch(() => undefined);
    if (before !== text) await writeFile(new URL(file, ROOT), text);
    process.stdout.write(`${before === text ? 'up to date' : 'written'}: ${file}\n`);
  }
});
