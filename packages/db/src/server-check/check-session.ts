import type { DatabaseClient } from '../client.ts';
import { readVariables } from './read-variables.ts';
import { type Role, SESSION_VARIABLES, sessionFault } from './session-settings.ts';
import { UnfitDatabase } from './unfit-database.ts';

/**
 * Looks at a session that is in use already: the pool has looked at it when it was new.
 *
 * @throws {UnfitDatabase} naming the first setting that is not as wanted
 */
export async function checkSession(db: DatabaseClient, role: Role): Promise<void> {
  const fault = sessionFault(await readVariables(db, 'SESSION', SESSION_VARIABLES), role);
  if (fault !== undefined) throw new UnfitDatabase('WRONG_SESSION', fault);
}
