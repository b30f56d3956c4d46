import { randomUUIDv7 } from 'node:crypto';

export const POSTS = Array.from(
  { length: 10 },
  (_, index) => `0b6f3a52-9f0c-4f5e-8a55-${String(index + 1).padStart(12, '0')}`,
);

const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1',
  null,
];
const REFERERS = ['https://www.google.com/', 'https://news.ycombinator.com/', null];

/**
 * A view as one of several publishers would send it now: with an `event_id` or, like the publisher of the
 * article, without; its time in ISO 8601, as Laravel's `toDateTimeString()`, or in Unix seconds.
 */
export function randomView(): object {
  const now = new Date();
  const iso = now.toISOString();
  return {
    // The first post is the most seen one.
    post_uuid: POSTS[Math.floor(Math.random() ** 2 * POSTS.length)],
    user_id: pick([null, Math.floor(Math.random() * 1000) + 1]),
    ip: `203.0.113.${Math.floor(Math.random() * 254) + 1}`,
    user_agent: pick(AGENTS),
    referer: pick(REFERERS),
    timestamp: pick([iso, iso.slice(0, 19).replace('T', ' '), Math.floor(now.getTime() / 1000)]),
    ...pick([{}, { event_id: randomUUIDv7() }]),
  };
}

function pick<T>(list: readonly T[]): T {
  return list[Math.floor(Math.random() * list.length)] as T;
}
