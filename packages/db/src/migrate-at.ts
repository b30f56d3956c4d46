import { openDatabase } from './client.ts';
import { migrate } from './migrate.ts';

const CONNECT_TIMEOUT_MS = 10_000;

/** {@link migrate}s the database at a URL by the clock of this process, and leaves no connection behind. */
export async function migrateAt(url: string): Promise<string[]> {
  const db = openDatabase({ url, connections: 1, connectTimeoutMs: CONNECT_TIMEOUT_MS });
  try {
    return await migrate(db, new Date());
  } finally {
    await db.destroy();
  }
}
