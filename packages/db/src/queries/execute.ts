import { addAbortListener } from 'node:events';
import { within } from '@post-views/service';
import type { CompiledQuery } from 'kysely';
import type { DatabaseClient } from '../client.ts';

/** How long the server may take to end a statement, before the connection is used for others all the same. */
const CANCEL_TIMEOUT_MS = 1_000;

/**
 * Runs a statement, unless `signal` is aborted before there is a connection for it. If it is aborted after that, the
 * server ends the statement. In either case the caller is told at once.
 *
 * @throws the reason of `signal`, and what the database throws
 */
export async function execute<Row>(
  db: DatabaseClient,
  query: CompiledQuery<Row>,
  signal?: AbortSignal,
): Promise<readonly Row[]> {
  if (signal === undefined) return (await db.executeQuery(query)).rows;
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  using _listener = addAbortListener(signal, () => reject(signal.reason));
  return await Promise.race([aborted, executeCancellable(db, query, signal)]);
}

/** Holds the connection until the statement has ended, and no KILL is on its way that would hit the next one. */
function executeCancellable<Row>(
  db: DatabaseClient,
  query: CompiledQuery<Row>,
  signal: AbortSignal,
): Promise<readonly Row[]> {
  const executor = db.getExecutor();
  return executor.provideConnection(async (connection) => {
    signal.throwIfAborted();
    // Kysely's own handling of signals would write what becomes of the statement to stderr.
    await connection.collectSessionInfo?.();
    let cancelled: Promise<unknown> | undefined;
    using _listener = addAbortListener(signal, () => {
      // A statement that cannot be ended ends by the limit of its session.
      cancelled = connection
        .cancelQuery?.((use) => executor.provideConnection(use))
        .catch(() => undefined);
    });
    try {
      return (await connection.executeQuery<Row>(query)).rows;
    } finally {
      if (cancelled) await within(CANCEL_TIMEOUT_MS, cancelled);
    }
  });
}
