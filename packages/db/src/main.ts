import { readEnv, runMain } from '@post-views/service';
import { z } from 'zod';
import { databaseEnv, databaseUrlOf } from './env.ts';
import { migrateAt } from './migrate-at.ts';
import { toldError } from './told-error.ts';

/** `pnpm db:migrate`: brings the database at DATABASE_URL up to this release. */
await runMain(async () => {
  const url = readEnv(z.object(databaseEnv).transform(databaseUrlOf), process.env);
  try {
    for (const name of await migrateAt(url)) process.stdout.write(`migrated ${name}\n`);
    process.stdout.write('the database is up to date\n');
  } catch (error) {
    throw toldError(error);
  }
});
