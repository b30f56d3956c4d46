import {
  type Cluster,
  type ClusterNode,
  type Disk,
  type Power,
  type Servers,
  type StartOptions,
  startCluster,
  startServers,
} from '@post-views/servers';

/** What servers a row is played on. */
export type ServersKind = 'usual' | 'small disks' | 'cluster';

/** Servers of a scene; of a cluster the URLs are lists of all nodes. */
export type SceneServers = Pick<Servers, 'way' | 'database' | 'broker'> & {
  readonly cluster?: Cluster;
};

export interface Worlds extends AsyncDisposable {
  /** The servers of a kind, which are started when they are asked for the first time. */
  serversOf(kind?: ServersKind): Promise<SceneServers>;
}

type Options = Pick<StartOptions, 'way' | 'onProgress'>;

const START: Readonly<
  Record<ServersKind, (options: Options) => Promise<SceneServers & AsyncDisposable>>
> = {
  usual: (options) => startServers({ ...options, binaryLog: true }),
  // Without MariaDB's binary log: a database that finds no room for one waits, and looks again only after a minute.
  // MySQL, in containers, has it.
  'small disks': (options) => startServers({ ...options, smallDisks: true }),
  cluster: startClusters,
};

/** The servers that all scenes are played on; disposing of them stops those that were started. */
export function openWorlds(options: Options): Worlds {
  const stack = new AsyncDisposableStack();
  const started = new Map<ServersKind, Promise<SceneServers>>();
  const start = async (kind: ServersKind) => stack.use(await START[kind](options));
  return {
    serversOf(kind = 'usual') {
      const servers = started.get(kind) ?? start(kind);
      started.set(kind, servers);
      return servers;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function startClusters({ onProgress }: Options): Promise<SceneServers & AsyncDisposable> {
  await using starting = new AsyncDisposableStack();
  const cluster = starting.use(await startCluster(onProgress ?? (() => undefined)));
  const together = async (nodes: readonly ClusterNode[]) => ({
    url: nodes.map(({ url }) => url).join(','),
    version: (await nodes[0]?.joined()) ?? '',
  });
  const [database, broker] = await Promise.all([
    together(cluster.database),
    together(cluster.broker),
  ]);
  const kept = starting.move();
  const dispose = () => kept.disposeAsync();
  return { way: 'containers', database, broker, cluster, [Symbol.asyncDispose]: dispose };
}

/** @throws when the server has no disk of its own */
export function diskOf({ disk }: Pick<Servers['database'], 'disk'>): Disk {
  if (!disk) throw new Error('this server has no small disk');
  return disk;
}

/** @throws when the server is not one that was started here */
export function powerOf({ power }: Pick<Servers['database'], 'power'>): Power {
  if (!power) throw new Error('this server can not be taken away');
  return power;
}
