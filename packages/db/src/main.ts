import { readEnv, runMain } from '@post-views/service';
import { z } from 'zod';
import { openDatabase } from './client.ts';
import { databaseEnv, databaseUrlOf } from './env.ts';
import { migrate } from './migrate.ts';
import { toldError } from './told-error.ts';

/** `pnpm db:migrate`: brings the database at DATABASE_URL up to this release. */
await runMain(async () => {
  const url = readEnv(z.object(databaseEnv).transform(databaseUrlOf), process.env);
  const db = openDatabase({ url, connections: 1, connectTimeoutMs: 10_000 });
  try {
    const applied = await migrate(db, new Date());
    for (const name of applied) process.stdout.write(`migrated ${name}\n`);
    process.stdout.write('the database is up to date\n');
  } catch (error) {
    throw toldError(error);
  } finally {
    await db.destroy();
  }
});
