import { createTestDatabase, type TestDatabase } from '@post-views/testing';
import { type DatabaseClient, migrate, openDatabase } from '../src/index.ts';

export interface Migrated extends AsyncDisposable {
  readonly server: TestDatabase;
  readonly db: DatabaseClient;
}

/** A database of its own with all tables. */
export async function openMigrated(): Promise<Migrated> {
  const server = await createTestDatabase();
  const db = openDatabase({ url: server.url, connections: 5, connectTimeoutMs: 5_000 });
  await migrate(db, new Date());
  return {
    server,
    db,
    async [Symbol.asyncDispose]() {
      await db.destroy();
      await server[Symbol.asyncDispose]();
    },
  };
}
