import type { MysqlPool, MysqlPoolConnection } from 'kysely';
import { READ_ONLY } from './server-check/read-only.ts';

/** One server of several. */
export interface FailoverServer {
  /** @param onTrouble is called when something went wrong in use that may not go wrong elsewhere */
  readonly openPool: (onTrouble: () => void) => MysqlPool;
}

export interface FailoverOptions {
  /**
   * After how many milliseconds a failure is forgotten, and the order of the list counts again; never if unset. Then
   * work stays where it has been possible last.
   */
  readonly forgetMs?: number;
  /** After how many milliseconds no other server is tried for the same connection. */
  readonly timeoutMs?: number;
  readonly now?: () => number;
}

const TROUBLE_MS = 60_000;

interface Server {
  readonly pool: MysqlPool;
  failedAt: number;
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
    const never = -Infinity;
    const server: Server = {
      pool: openPool(onTrouble),
      failedAt: never,
      troubledAt: never,
      leftAt: never,
      since: new WeakMap(),
    };
    return server;
  });

  const connect = async (): Promise<MysqlPoolConnection> => {
    const began = now();
    let failure: unknown;
    for (const server of inOrder(all, began, forgetMs)) {
      try {
        return await freshConnection(server, now);
      } catch (error) {
        if (isBusy(error)) throw error;
        // That it is the wrong one says least.
        if (failure === undefined || codeOf(failure) === READ_ONLY) failure = error;
        server.failedAt = now();
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
  now: number,
  forgetMs = Infinity,
): readonly S[] {
  const failure = ({ failedAt }: S) => (now - failedAt < forgetMs ? failedAt : -Infinity);
  return servers.toSorted((a, b) =>
    failure(a) < failure(b) ? -1 : Number(failure(a) > failure(b)),
  );
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
