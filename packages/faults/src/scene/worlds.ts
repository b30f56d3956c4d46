import { type Servers, type StartOptions, startServers } from '@post-views/servers';

/** What servers a row is played on. */
export type ServersKind = 'usual' | 'small disks';

/**
 * Small disks come without MariaDB's binary log: a database that finds no room for one waits, and looks again only
 * after a minute. MySQL, in containers, has it.
 */
const OPTIONS: Readonly<Record<ServersKind, StartOptions>> = {
  usual: { binaryLog: true },
  'small disks': { smallDisks: true },
};

export interface Worlds extends AsyncDisposable {
  /** The servers of a kind, which are started when they are asked for the first time. */
  serversOf(kind?: ServersKind): Promise<Servers>;
}

/** The servers that all scenes are played on; disposing of them stops those that were started. */
export function openWorlds(options: Pick<StartOptions, 'way' | 'onProgress'>): Worlds {
  const stack = new AsyncDisposableStack();
  const started = new Map<ServersKind, Promise<Servers>>();
  const start = async (kind: ServersKind) =>
    stack.use(await startServers({ ...options, ...OPTIONS[kind] }));
  return {
    serversOf(kind = 'usual') {
      const servers = started.get(kind) ?? start(kind);
      started.set(kind, servers);
      return servers;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
