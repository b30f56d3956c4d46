import { randomUUIDv7 } from 'node:crypto';

/** The UUID of the test's post of that number. */
export function testUuid(n: number): string {
  return `0b6f3a52-9f0c-4f5e-8a55-${n.toString(16).padStart(12, '0')}`;
}

/**
 * Views of a post, as `recordViews` takes them, each with an id of its own.
 *
 * @param day the UTC day at whose start they all are, `YYYY-MM-DD`
 */
export function testViews(postUuid: string, day: string, count: number) {
  const viewedAt = Date.parse(`${day}T00:00:00Z`) / 1000;
  const visitor = { userId: null, ip: null, userAgent: null, referer: null };
  return Array.from({ length: count }, () => ({
    eventId: randomUUIDv7(),
    postUuid,
    viewedAt,
    ...visitor,
  }));
}
