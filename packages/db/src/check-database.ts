import type { DatabaseClient } from './client.ts';
import { classifyError } from './errors.ts';
import { schemaStatus } from './schema-status.ts';

export interface DatabaseCheck {
  readonly ok: boolean;
  /** In our words. */
  readonly why?: string;
}

/**
 * Makes a question to the database: whether it could be worked with now, that is, answers within `timeoutMs`
 * and has the tables that this release needs. Asking never throws; while one answer is waited for, no
 * second question is sent, so that checks don't use up the connections to a database that keeps silent.
 */
export function createDatabaseCheck(
  db: DatabaseClient,
  timeoutMs: number,
): () => Promise<DatabaseCheck> {
  let asked: Promise<DatabaseCheck> | undefined;
  return async () => {
    asked ??= ask(db).finally(() => {
      asked = undefined;
    });
    const { promise: timeout, resolve } = Promise.withResolvers<DatabaseCheck>();
    const timer = setTimeout(resolve, timeoutMs, {
      ok: false,
      why: `no answer within ${timeoutMs} ms`,
    });
    const check = await Promise.race([asked, timeout]);
    clearTimeout(timer);
    return check;
  };
}

async function ask(db: DatabaseClient): Promise<DatabaseCheck> {
  try {
    const behind = (await schemaStatus(db)) === 'behind';
    return behind
      ? { ok: false, why: 'tables are missing or old: run pnpm db:migrate' }
      : { ok: true };
  } catch (error) {
    const { code, reason } = classifyError(error);
    return { ok: false, why: `${code}: ${reason}` };
  }
}
