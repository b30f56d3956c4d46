import type { DatabaseClient } from './client.ts';
import { classifyError } from './errors.ts';
import { checkSchema } from './schema-status.ts';
import type { DatabaseWatch } from './watch-database.ts';

export interface DatabaseCheck {
  readonly ok: boolean;
  /** In our words. */
  readonly why?: string;
}

/**
 * Makes a question to the database: whether it could be worked with now, that is, answers within `timeoutMs`
 * and has tables that this release can work with. Asking never throws; while one answer is waited for, no
 * second question is sent, so that checks don't use up the connections to a database that keeps silent.
 *
 * @param watch knows whether there is something else that keeps this release from working
 */
export function createDatabaseCheck(
  db: DatabaseClient,
  timeoutMs: number,
  watch?: Pick<DatabaseWatch, 'unfit'>,
): () => Promise<DatabaseCheck> {
  let asked: Promise<DatabaseCheck> | undefined;
  return async () => {
    asked ??= ask(db, watch).finally(() => {
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

async function ask(
  db: DatabaseClient,
  watch: Pick<DatabaseWatch, 'unfit'> | undefined,
): Promise<DatabaseCheck> {
  try {
    await checkSchema(db);
    if (watch?.unfit) throw watch.unfit;
    return { ok: true };
  } catch (error) {
    const { code, reason } = classifyError(error);
    return { ok: false, why: `${code}: ${reason}` };
  }
}
