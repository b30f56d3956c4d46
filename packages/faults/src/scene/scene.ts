import { randomBytes, randomUUIDv7 } from 'node:crypto';
import type { Cluster, Servers, Watchdog } from '@post-views/servers';
import { createLog, splitUrls, within } from '@post-views/service';
import { seededRandom } from '@post-views/testing/random';
import { createTcpProxy, type TcpProxy } from '@post-views/testing/tcp-proxy';
import { type Publisher, startPublisher } from '../load/publisher.ts';
import { type Mix, messageOf, traffic, USUAL_MIX } from '../load/traffic.ts';
import { judge, type Verdict } from '../oracle/judge.ts';
import { Ledger } from '../oracle/ledger.ts';
import { type Env, merged } from '../wrapper/preload.ts';
import { shiftedBy } from '../wrapper/shifted-by.ts';
import { createDatabase } from './database.ts';
import { keepRunning } from './keep-running.ts';
import { followProgress } from './progress.ts';
import { deleteQueues } from './queues.ts';
import { readStored, type Sources } from './read-stored.ts';
import type { Replica } from './replica.ts';
import { openReplicas } from './replicas.ts';
import { startApi } from './start-api.ts';
import { until, untilNone } from './until.ts';

/** What scenes are played on: servers that can be taken away, and chance that can be had again. */
export interface World {
  readonly servers: {
    readonly database: Omit<Servers['database'], 'pid'>;
    readonly broker: Omit<Servers['broker'], 'pid'>;
    /** The nodes of both, when there are several of each. */
    readonly cluster?: Cluster;
  };
  readonly watchdog: Watchdog;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  readonly signal: AbortSignal;
}

export interface SceneOptions {
  readonly mix?: Partial<Mix>;
  readonly messagesPerSecond?: number;
  /** Of each replica, beside the usual. */
  readonly env?: Env;
  /** By how much all clocks but the servers' are ahead; ms. Asked once. */
  readonly clockShiftMs?: () => number;
  readonly patience?: Patience;
  /** Raw rows are dropped meanwhile: what has become of views is told by the totals, and by letters. */
  readonly dropsRows?: boolean;
  /** A server that ends is started again. */
  readonly keepsRunning?: boolean;
}

/** How long a scene waits for what must come before it says that it does not come; ms. */
export interface Patience {
  /** For a view that was sent after the end of a cause. */
  readonly recoveryMs: number;
  /** For the next one, when nothing fails any more. */
  readonly standstillMs: number;
}

/** Views that flow into a queue and a database of their own, and the replicas that count them. */
export interface Scene extends AsyncDisposable {
  readonly sources: Sources;
  readonly ledger: Ledger;
  readonly publisher: Publisher;
  /** Between the replicas and their servers, of several the first; all else goes straight there. */
  readonly proxies: { readonly database: TcpProxy; readonly broker: TcpProxy };
  /** Those that run, the oldest first. */
  readonly replicas: ReadonlySet<Replica>;
  /** What the clocks of publisher and replicas say: milliseconds since 1970. */
  now(): number;
  /** Starts a consumer, with what `env` says beside the usual, and does not wait for it. */
  spawnReplica(env?: Env): Replica;
  /** Starts one in the same way, and waits until the broker delivers to it. */
  startReplica(env?: Env): Promise<Replica>;
  /**
   * How long after a moment a view is counted that was sent after it; ms.
   *
   * @param since by `performance.now()`
   * @param limitMs how long it is waited for; the patience of the scene unless given
   */
  recovered(since: number, limitMs?: number): Promise<number>;
  /**
   * Resolves when all that was sent is there.
   *
   * @throws when nothing more comes for a while
   */
  drained(): Promise<void>;
  /** Ends the flow, and resolves when all of it is settled. @throws as {@link drained} */
  settled(): Promise<void>;
  /** Ends the replicas, and compares: what is not there by then is lost. */
  verdict(): Promise<Verdict>;
}

const MESSAGES_PER_SECOND = 300;
export const USUAL_PATIENCE: Patience = { recoveryMs: 120_000, standstillMs: 60_000 };
/** What is probed with is a view of a post of its own. */
const PROBE_POST = '0b6f3a52-9f0c-4f5e-8a55-0000000b10be';

export async function openScene(world: World, options: SceneOptions = {}): Promise<Scene> {
  const { servers, watchdog, random, signal } = world;
  const { recoveryMs, standstillMs } = options.patience ?? USUAL_PATIENCE;
  const clockShiftMs = options.clockShiftMs?.() ?? 0;
  const clock = clockShiftMs === 0 ? {} : shiftedBy(clockShiftMs);
  const now = () => Date.now() + clockShiftMs;
  // How much is sent depends on the machine; what fails must not depend on that.
  const luckOfTraffic = seededRandom(Math.floor(random() * 2 ** 31));
  const amqpUrl = servers.broker.url;
  const id = randomBytes(6).toString('hex');
  const queue = `faults.${id}`;

  await using opening = new AsyncDisposableStack();
  for (const { power } of options.keepsRunning ? [servers.database, servers.broker] : []) {
    if (power) opening.use(keepRunning(power, signal));
  }
  const database = opening.use(await createDatabase(servers.database.url, `faults_${id}`));
  const databaseUrl = database.url;
  const proxiesTo = (urls: string) =>
    Promise.all(splitUrls(urls).map(async (url) => opening.use(await createTcpProxy(url))));
  const ways = { database: await proxiesTo(databaseUrl), broker: await proxiesTo(amqpUrl) };
  const usual = {
    DATABASE_URL: ways.database.map(({ url }) => url).join(','),
    AMQP_URL: ways.broker.map(({ url }) => url).join(','),
    AMQP_QUEUE: queue,
    BATCH_MAX_AGE_MS: '50',
    HOST: '127.0.0.1',
    HEALTH_PORT: '0',
  };
  const replicas = openReplicas(merged(usual, clock, options.env), watchdog);
  opening.defer(() => deleteQueues(amqpUrl, queue));
  opening.defer(() => replicas.stop());
  const { apiUrl, apiKey } = opening.use(await startApi(databaseUrl, clock, watchdog));
  const sources: Sources = { databaseUrl, amqpUrl, queue, apiUrl, apiKey };

  // The first replica declares the queue.
  await replicas.start();
  const ledger = new Ledger();
  const publisher = opening.use(
    await startPublisher({
      url: amqpUrl,
      queue,
      ledger,
      messages: traffic({ ...USUAL_MIX, ...options.mix }, luckOfTraffic, now),
      messagesPerSecond: options.messagesPerSecond ?? MESSAGES_PER_SECOND,
      log: createLog('faults', 'silent'),
    }),
  );
  const progress = followProgress(sources, ledger, options.dropsRows ?? false);
  const drained = () => untilNone(() => progress.missing(), standstillMs, signal);
  const opened = opening.move();
  return {
    sources,
    ledger,
    publisher,
    proxies: { database: first(ways.database), broker: first(ways.broker) },
    replicas: replicas.running,
    now,
    spawnReplica: (env) => replicas.spawn(env),
    startReplica: (env) => replicas.start(env),
    async recovered(since, limitMs = recoveryMs) {
      const viewedAt = Math.floor(now() / 1000);
      const view = { eventId: randomUUIDv7(), postUuid: PROBE_POST, viewedAt };
      publisher.send(messageOf(view));
      await until(() => progress.isStored(view.eventId), limitMs, signal);
      return performance.now() - since;
    },
    drained,
    async settled() {
      // A broker that confirms nothing more has promised nothing more.
      await within(standstillMs, publisher.finish());
      await drained();
    },
    async verdict() {
      await replicas.stop();
      return judge(ledger, await readStored(sources));
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

function first<T>([item]: readonly T[]): T {
  if (item === undefined) throw new Error('there is none');
  return item;
}
