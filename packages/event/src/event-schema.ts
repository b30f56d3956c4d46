import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { MESSAGES } from './messages.ts';
import { fits } from './text.ts';

/*
 * The event as a publisher should send it. Consumers accept more than that, in view-event.ts: what this accepts they count
 * unchanged, and what they refuse this refuses. JSON Schema and AsyncAPI are generated from it, so every rule is one that
 * JSON Schema can express.
 */

/** The end of the year 9999. Milliseconds, which are often sent for seconds, are far beyond it. */
const LAST_SECOND = 253_402_300_799;

/** Knows how many days each month has; without its ends. */
const DATE = z.regexes.date.source.slice(1, -1);
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d';
const SINCE_1970 = /^(?:19[7-9]\d|[2-9]\d{3})-/;
const IPV4_IN_IPV6 = new RegExp(`^::[fF]{4}:${z.regexes.ipv4.source.slice(1)}`);

/** Repeated on every alternative: zod reports only the one whose type matches. */
const TIMESTAMP = `${MESSAGES.timestamp}, of 1970 or later`;

const timestamp = z
  .union(
    [
      z
        .string()
        .regex(z.regexes.datetime({ offset: true }), TIMESTAMP)
        .regex(SINCE_1970, TIMESTAMP)
        .meta({ format: 'date-time', description: 'ISO 8601 with an offset' }),
      z
        .string()
        .regex(new RegExp(`^${DATE} ${TIME}$`), TIMESTAMP)
        .regex(SINCE_1970, TIMESTAMP)
        .meta({ description: '`YYYY-MM-DD HH:MM:SS`, which is UTC' }),
      z
        .number()
        .min(0, TIMESTAMP)
        .max(LAST_SECOND, TIMESTAMP)
        .meta({ description: 'Unix seconds, not milliseconds' }),
    ],
    TIMESTAMP,
  )
  .meta({
    description:
      'When the post was seen; the view counts on that UTC day. Cut to whole seconds. The same in every attempt to ' +
      'publish this view.',
  });

const userId = z
  .union(
    [
      z.int(MESSAGES.userId).min(0, MESSAGES.userId),
      z
        .string()
        .regex(upTo(String(LIMITS.maxUserId)), MESSAGES.userId)
        .meta({ description: 'Digits: ids beyond 2^53 must not be rounded on their way' }),
      z.null(),
    ],
    MESSAGES.userId,
  )
  .meta({ description: 'Who has seen it, from 0 to 2^64-1.' });

const ip = z
  .union(
    [
      z.ipv4(MESSAGES.ip),
      z.string().regex(z.regexes.ipv6, MESSAGES.ip).meta({ format: 'ipv6' }),
      z.string().regex(IPV4_IN_IPV6, MESSAGES.ip).meta({ format: 'ipv6' }),
      z.null(),
    ],
    MESSAGES.ip,
  )
  .meta({ description: 'From where: an IPv4 or IPv6 address.' });

/** One view of one post. */
export const postViewSchema = z
  .looseObject({
    post_uuid: z
      .guid(MESSAGES.uuid)
      .meta({ description: 'The post: a UUID of any version. Stored in lower case.' }),
    timestamp,
    user_id: userId.optional(),
    ip: ip.optional(),
    user_agent: text(LIMITS.userAgentCharacters, "The visitor's browser."),
    referer: text(LIMITS.refererCharacters, 'The page that led to the post.'),
    event_id: z
      .guid(MESSAGES.uuid)
      .nullable()
      .optional()
      .meta({
        description:
          'A UUID, version 7 is best, the same in every attempt to publish this view: it is what makes a view that ' +
          'arrives twice count once. Without it the view is counted at least once.',
      }),
  })
  .meta({
    title: 'Post view',
    description: 'One view of one post. Unknown fields are ignored.',
    examples: [
      {
        post_uuid: '0b6f3a52-9f0c-4f5e-8a55-000000000001',
        timestamp: '2026-11-24T14:09:02Z',
        user_id: 42,
        ip: '203.0.113.9',
        user_agent: 'Mozilla/5.0 (X11; Linux x86_64)',
        referer: 'https://news.ycombinator.com/',
        event_id: '019ab6c2-5d1e-7c3a-9f00-3b1d2c4e5f60',
      },
    ],
  });

/** Many views in one message; each is counted, or refused, by itself. */
export const postViewsSchema = z.array(postViewSchema).min(1).max(LIMITS.eventsPerMessage).meta({
  title: 'Post views',
  description: 'Several views in one message; each is counted or refused by itself.',
});

/** An event in the form in which it is sent. */
export type PostViewMessage = z.input<typeof postViewSchema>;

/** JSON Schema counts characters as we do, zod's `max` does not. */
function text(characters: number, description: string) {
  const kept = `must be text of at most ${characters} characters`;
  return z
    .string(kept)
    .refine((value) => fits(value, characters), kept)
    .meta({ maxLength: characters })
    .nullable()
    .optional()
    .meta({ description });
}

/** Whole numbers up to `max`, as digits; no more digits than it has. */
function upTo(max: string): RegExp {
  const lower = Array.from(max).flatMap((digit, index) => {
    const rest = max.length - index - 1;
    return digit === '0' ? [] : [`${max.slice(0, index)}[0-${Number(digit) - 1}]\\d{${rest}}`];
  });
  return new RegExp(`^(?:\\d{1,${max.length - 1}}|${lower.join('|')}|${max})$`);
}
