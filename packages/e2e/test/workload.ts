import { seededRandom } from '@post-views/testing/random';

export interface OutgoingMessage {
  readonly body: string;
  readonly messageId?: string;
}

/** What is published, and what the service has to say after it. */
export interface Workload {
  readonly messages: readonly OutgoingMessage[];
  /** Views by post, then by UTC day. */
  readonly views: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Bodies that can't be counted, with the reason. */
  readonly broken: ReadonlyMap<string, string>;
}

export interface WorkloadOptions {
  readonly seed: number;
  readonly views: number;
  readonly posts: number;
  /** UTC days, `YYYY-MM-DD`. */
  readonly days: readonly string[];
  /** No view is later than this. */
  readonly until: Date;
  /** Of the views: how many are published twice. */
  readonly duplicates: number;
  readonly broken: number;
}

/** Makes a workload as several publishers would: ids here and there, four forms of time, some arrays. */
export function createWorkload(options: WorkloadOptions): Workload {
  const random = seededRandom(options.seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const posts = Array.from({ length: options.posts }, () => uuidOf(random));
  const views = new Map(posts.map((post) => [post, new Map<string, number>()]));
  const messages: OutgoingMessage[] = [];

  for (let n = 0; n < options.views; n += 1) {
    // Squared, so that some posts are seen far more often than others.
    const post = posts[Math.floor(random() ** 2 * posts.length)] as string;
    const day = pick(options.days);
    const dayViews = views.get(post);
    dayViews?.set(day, (dayViews.get(day) ?? 0) + 1);
    const message = messageOf(post, timeOn(day, options.until, random()), random);
    messages.push(message);
    if (random() < options.duplicates) {
      messages.splice(Math.floor(random() * messages.length), 0, message);
    }
  }
  const broken = new Map<string, string>();
  for (let n = 0; n < options.views * options.broken; n += 1) {
    const { body, reason } = brokenMessage(n);
    broken.set(body, reason);
    messages.splice(Math.floor(random() * messages.length), 0, { body });
  }
  return { messages, views, broken };
}

/** A whole second of the day, at random, that is not after `until`. */
function timeOn(day: string, until: Date, random: number): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const seconds = Math.min(86_400, Math.floor((until.getTime() - midnight) / 1000) + 1);
  return new Date(midnight + Math.floor(random * seconds) * 1000);
}

function messageOf(post: string, time: Date, random: () => number): OutgoingMessage {
  const event = {
    post_uuid: random() < 0.1 ? post.toUpperCase() : post,
    timestamp: timestampOf(time, random()),
    user_id: random() < 0.5 ? null : Math.floor(random() * 1e6),
    ip: '203.0.113.9',
    user_agent: 'Mozilla/5.0 (X11; Linux x86_64)',
    referer: 'https://example.org/',
  };
  const id = uuidOf(random);
  const kind = random();
  if (kind < 0.3) return { body: JSON.stringify(event), messageId: id };
  if (kind < 0.4) return { body: JSON.stringify([{ ...event, event_id: id }]) };
  return { body: JSON.stringify({ ...event, event_id: id }) };
}

/** ISO 8601, Laravel's date-time string, Unix seconds, and an offset. */
function timestampOf(time: Date, kind: number): string | number {
  const iso = time.toISOString();
  if (kind < 0.25) return iso;
  if (kind < 0.5) return iso.slice(0, 19).replace('T', ' ');
  if (kind < 0.75) return time.getTime() / 1000;
  return `${new Date(time.getTime() + 2 * 3600 * 1000).toISOString().slice(0, 19)}+02:00`;
}

function brokenMessage(n: number): { body: string; reason: string } {
  const post = '0b6f3a52-9f0c-4f5e-8a55-3f6b1c2d4e5f';
  const kinds = [
    { body: `{"n":${n},`, reason: 'invalid_json' },
    { body: JSON.stringify({ n, timestamp: '2026-11-24 12:00:00' }), reason: 'invalid_event' },
    { body: JSON.stringify({ n, post_uuid: post, timestamp: 'now' }), reason: 'invalid_event' },
    {
      body: JSON.stringify({ n, post_uuid: post, timestamp: '2999-01-01 00:00:00' }),
      reason: 'in_future',
    },
    { body: JSON.stringify({ n, post_uuid: post, timestamp: 0 }), reason: 'too_old' },
    {
      body: JSON.stringify({ n, post_uuid: post, timestamp: 1, user_agent: 'x'.repeat(66_000) }),
      reason: 'too_large',
    },
  ];
  return kinds[n % kinds.length] as { body: string; reason: string };
}

function uuidOf(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
