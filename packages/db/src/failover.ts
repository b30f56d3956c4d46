import type { MysqlPool, MysqlPoolConnection } from 'kysely';
import { READ_ONLY } from './server-check/read-only.ts';

/** One server of several. */
export interface FailoverServer {
  /** @param onTrouble is called when something went wrong in use that may not go wrong elsewhere */
  readonly openPool: (onTrouble: () => void) => MysqlPool;
}

export interface FailoverOptions {
  /**
   * After how many milliseconds a server that has failed is looked at again, to be used in the order of the list if it
   * is well; never if unset. Then work stays where it has been possible last.
   */
  readonly forgetMs?: number;
  /** After how many milliseconds no other server is tried for the same connection. */
  readonly timeoutMs?: number;
  readonly now?: () => number;
}

const TROUBLE_MS = 60_000;
const NEVER = -Infinity;

interface Server {
  readonly pool: MysqlPool;
  failedAt: number;
  /** Rejects when it fails for somebody: nobody need wait for it any more. Another one from then on. */
  failing: PromiseWithResolvers<never>;
  /** When something went wrong in use last. */
  troubledAt: number;
  /** Connections from before that time are not used again. */
  leftAt: number;
  /** When each connection was handed out for the first time. */
  readonly since: WeakMap<MysqlPoolConnection, number>;
}

/**
 * A pool for several servers, of which each connection leads to the first that takes it: whether it can be reached,
 * and whether it is the one to write to, is for each server's own pool to find out.
 *
 * A server that fails goes to the end of the line: one that takes no connection, or where something went wrong in use
 * twice within a minute; once is nothing that another server would be better for. It is tried again all the same when
 * all those before it fail as well, since each is tried for each connection. After it was left, the connections
 * that there were are closed instead of being handed out: they lead to what the server was then.
 *
 * Who waits for a server goes on to the next when it fails for another; and whether one that has failed is well again
 * is found out by nobody's work.
 */
export function createFailover(
  servers: readonly FailoverServer[],
  { forgetMs, timeoutMs, now = () => performance.now() }: FailoverOptions,
): MysqlPool {
  const all = servers.map(({ openPool }): Server => {
    const onTrouble = () => {
      const again = now() - server.troubledAt < TROUBLE_MS;
      server.troubledAt = now();
      if (!again) return;
      server.failedAt = now();
      server.leftAt = now();
    };
    const server: Server = {
      pool: openPool(onTrouble),
      failedAt: NEVER,
      failing: newFailing(),
      troubledAt: NEVER,
      leftAt: NEVER,
      since: new WeakMap(),
    };
    return server;
  });

  const lookBack = (server: Server) => {
    const { failedAt } = server;
    if (forgetMs === undefined || failedAt === NEVER || now() - failedAt < forgetMs) return;
    server.failedAt = now();
    freshConnection(server, now).then(
      (connection) => {
        connection.release();
        server.failedAt = NEVER;
      },
      () => undefined,
    );
  };
  const connectTo = async (server: Server): Promise<MysqlPoolConnection> => {
    const { failing } = server;
    try {
      return await orRelease(freshConnection(server, now), failing.promise);
    } catch (error) {
      // Unless somebody else has found that out.
      if (!isBusy(error) && server.failing === failing) {
        server.failedAt = now();
        server.failing = newFailing();
        failing.reject(error);
      }
      throw error;
    }
  };
  const connect = async (): Promise<MysqlPoolConnection> => {
    const began = now();
    let failure: unknown;
    for (const server of all) lookBack(server);
    for (const server of inOrder(all)) {
      try {
        return await connectTo(server);
      } catch (error) {
        if (isBusy(error)) throw error;
        // That it is the wrong one says least.
        if (failure === undefined || codeOf(failure) === READ_ONLY) failure = error;
        if (timeoutMs !== undefined && now() - began >= timeoutMs) break;
      }
    }
    throw failure;
  };

  return {
    getConnection(callback) {
      connect().then(
        (connection) => callback(null, connection),
        (error: unknown) => callback(error, undefined as never),
      );
    },
    end(callback) {
      Promise.all(all.map(({ pool }) => endPool(pool))).then(() => callback(null), callback);
    },
  };
}

/** The order in which servers are tried: those that failed come last, the one that failed last at the very end. */
export function inOrder<S extends { readonly failedAt: number }>(
  servers: readonly S[],
): readonly S[] {
  return servers.toSorted((a, b) =>
    a.failedAt < b.failedAt ? -1 : Number(a.failedAt > b.failedAt),
  );
}

function newFailing(): PromiseWithResolvers<never> {
  const failing = Promise.withResolvers<never>();
  // Mostly nobody waits.
  failing.promise.catch(() => undefined);
  return failing;
}

/** A connection that comes when nobody waits for it any more goes back to its pool. */
async function orRelease(
  coming: Promise<MysqlPoolConnection>,
  failing: Promise<never>,
): Promise<MysqlPoolConnection> {
  let given = false;
  try {
    const connection = await Promise.race([coming, failing]);
    given = true;
    return connection;
  } finally {
    if (!given) {
      coming.then(
        (connection) => connection.release(),
        () => undefined,
      );
    }
  }
}

async function freshConnection(server: Server, now: () => number): Promise<MysqlPoolConnection> {
  const { pool, since } = server;
  for (;;) {
    const connection = await getConnection(pool);
    const opened = since.get(connection) ?? now();
    since.set(connection, opened);
    if (opened >= server.leftAt) return connection;
    connection.destroy();
  }
}

/** All connections that there may be are in use: no other server would be better. */
function isBusy(error: unknown): boolean {
  return codeOf(error) === 'POOL_TIMEOUT';
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function getConnection(pool: MysqlPool): Promise<MysqlPoolConnection> {
  return new Promise((resolve, reject) => {
    pool.getConnection((error, connection) => (error ? reject(error) : resolve(connection)));
  });
}

function endPool(pool: MysqlPool): Promise<void> {
  return new Promise((resolve, reject) => {
    pool.end((error) => (error ? reject(error) : resolve()));
  });
}
