import { seededRandom } from '@post-views/testing/random';
import { PROBE_POST, postsOf, ZIPF_POSTS } from './posts.ts';
import { uuidV7 } from './random.ts';
import { backlog, type Workload } from './workload.ts';

/** One event as a publisher writes it, with all of its fields: about 330 bytes of JSON. */
export interface OutgoingEvent {
  readonly post_uuid: string;
  /** ISO 8601 */
  readonly timestamp: string;
  readonly user_id: number | null;
  readonly ip: string;
  readonly user_agent: string;
  readonly referer: string;
  readonly event_id: string;
}

const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
];
const DAY_MS = 24 * 60 * 60 * 1000;
const SITES = ['https://www.google.com/', 'https://news.ycombinator.com/item?id='];

/** The events of a workload, in the order in which they happened. */
export function* eventsOf(workload: Workload): Generator<OutgoingEvent> {
  const { seed, events, firstAt, eventsPerSecond, days = 1, probeEvery } = workload;
  const random = seededRandom(seed);
  const post = postsOf(workload.posts, random);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const upTo = (end: number): number => Math.floor(random() * end);

  for (let n = 0; n < events; n++) {
    const at = firstAt + (n / eventsPerSecond) * 1000 - (n % days) * DAY_MS;
    const seen = post();
    yield {
      post_uuid: probeEvery && n % probeEvery === 0 ? PROBE_POST : seen,
      timestamp: new Date(at).toISOString(),
      user_id: random() < 0.3 ? null : upTo(1_000_000),
      ip: `203.0.113.${upTo(256)}`,
      user_agent: pick(AGENTS),
      referer: `${pick(SITES)}${upTo(100_000_000)}`,
      event_id: uuidV7(at, random),
    };
  }
}

/** The bodies of the messages of a workload, in order. */
export function* bodiesOf(workload: Workload): Generator<Buffer> {
  if (workload.eventsPerMessage === 1) {
    for (const event of eventsOf(workload)) yield Buffer.from(JSON.stringify(event));
    return;
  }
  let array: OutgoingEvent[] = [];
  for (const event of eventsOf(workload)) {
    array.push(event);
    if (array.length < workload.eventsPerMessage) continue;
    yield Buffer.from(JSON.stringify(array));
    array = [];
  }
  if (array.length > 0) yield Buffer.from(JSON.stringify(array));
}

/** How long an event is, as JSON. */
export function meanEventBytes(): number {
  const sample = backlog({ seed: 1, events: 1_000, eventsPerMessage: 1, posts: ZIPF_POSTS });
  const bytes = [...bodiesOf(sample)].reduce((sum, body) => sum + body.length, 0);
  return Math.round(bytes / sample.events);
}

/** What the tables must hold of a workload: views by `post`, and by `post day`. */
export interface Expected {
  readonly totals: ReadonlyMap<string, number>;
  readonly days: ReadonlyMap<string, number>;
}

export function expectedOf(workload: Workload): Expected {
  const totals = new Map<string, number>();
  const days = new Map<string, number>();
  const addOne = (counts: Map<string, number>, key: string) =>
    counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { post_uuid, timestamp } of eventsOf(workload)) {
    addOne(totals, post_uuid);
    addOne(days, `${post_uuid} ${timestamp.slice(0, 10)}`);
  }
  return { totals, days };
}
