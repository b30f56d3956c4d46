import type { DatabaseClient } from './client.ts';
import { classifyError } from './errors.ts';
import { schemaStatus } from './schema-status.ts';

/**
 * Asks the database whether it could be worked with now: it answers within `timeoutMs`, and has the tables
 * that this release needs. Never throws.
 */
export async function checkDatabase(
  db: DatabaseClient,
  timeoutMs: number,
): Promise<{ ok: boolean; why?: string }> {
  const { promise: timeout, resolve } = Promise.withResolvers<'timeout'>();
  const timer = setTimeout(resolve, timeoutMs, 'timeout');
  try {
    const status = await Promise.race([schemaStatus(db), timeout]);
    if (status === 'timeout') return { ok: false, why: `no answer within ${timeoutMs} ms` };
    if (status === 'behind')
      return { ok: false, why: 'the tables are missing or old: pnpm db:migrate' };
    return { ok: true };
  } catch (error) {
    const { code, reason } = classifyError(error);
    return { ok: false, why: `${code}: ${reason}` };
  } finally {
    clearTimeout(timer);
  }
}
