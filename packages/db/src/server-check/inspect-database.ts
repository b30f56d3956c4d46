import type { DatabaseClient } from '../client.ts';
import { checkSchema } from '../schema-status.ts';
import { checkSession } from './check-session.ts';
import type { Role } from './session-settings.ts';
import { readWeakSettings, type WeakSetting } from './weak-settings.ts';

/** What there is to say of a database that can be worked with. */
export interface Inspection {
  /** For a writer. */
  readonly weakSettings: readonly WeakSetting[];
  /** Migrations of a newer release, none of which keeps this one from working. */
  readonly unknownMigrations: readonly string[];
}

/**
 * Looks at the tables, at what sessions really are, and at the settings of the server. Writes nothing.
 *
 * @throws {UnfitDatabase} and what the database throws: {@link classifyError} says what either means
 */
export async function inspectDatabase(db: DatabaseClient, role: Role): Promise<Inspection> {
  const { unknown: unknownMigrations } = await checkSchema(db);
  await checkSession(db, role);
  const weakSettings = role === 'writer' ? await readWeakSettings(db) : [];
  return { weakSettings, unknownMigrations };
}
