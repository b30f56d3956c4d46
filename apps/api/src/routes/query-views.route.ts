import type { DayRange } from '@post-views/db';
import { z } from 'zod';
import type { DaysWriter } from '../answers/daily.ts';
import { jsonFormat } from '../answers/json.ts';
import type { Question } from '../answers/responder.ts';
import { DEFAULT_DAYS, readRange } from '../asked-range.ts';
import { MAX_POINTS } from '../limits.ts';
import type { Reads } from '../reads/reads.ts';
import { InvalidRequest } from '../request-errors.ts';
import {
  askedUuids,
  dailyViews,
  dayField,
  EXAMPLE,
  postResponses,
  postUuid,
  rangeMeta,
  rangeQuery,
  viewCount,
} from '../schemas.ts';
import { countDays, lastDays } from '../utc-days.ts';
import type { Route, RouteContext } from './route.ts';

const MAX_POSTS = 500;

const body = z.strictObject(
  {
    post_uuids: askedUuids(MAX_POSTS),
    ...rangeQuery,
    granularity: z.enum(['total', 'day'], 'must be total or day').default('total'),
  },
  { error: ({ code }) => (code === 'invalid_type' ? 'must be a JSON object' : undefined) },
);

/** Only GET and HEAD can be conditional (RFC 9110, 13.1.2). */
const POST = { conditional: false };
const totals = jsonFormat(
  z.array(z.object({ post_uuid: postUuid, views: viewCount })),
  { period: z.literal('all').optional(), ...rangeMeta, granularity: z.literal('total') },
  {
    data: [
      { post_uuid: EXAMPLE.post, views: 1204 },
      { post_uuid: EXAMPLE.otherPost, views: 0 },
    ],
    meta: { period: 'all', granularity: 'total' },
  },
  POST,
);
const byDay = jsonFormat(
  z.array(z.object({ post_uuid: postUuid, days: z.array(dailyViews) })),
  { from: dayField, to: dayField, granularity: z.literal('day') },
  {
    data: [
      { post_uuid: EXAMPLE.post, days: [{ date: EXAMPLE.from, views: 37, partial: false }] },
      { post_uuid: EXAMPLE.otherPost, days: [{ date: EXAMPLE.from, views: 0, partial: false }] },
    ],
    meta: { from: EXAMPLE.from, to: EXAMPLE.from, granularity: 'day' },
  },
  POST,
);

const schema = {
  operationId: 'queryViews',
  tags: ['Batch'],
  summary: `Views of up to ${MAX_POSTS} posts in one call`,
  description:
    'Answers are in the order of `post_uuids`; a post without views has 0. With `granularity` `total`, all-time or from `from` to ' +
    `\`to\`; with \`day\`, each day of that range, by default the last ${DEFAULT_DAYS} days. Posts × days: at most ${MAX_POINTS}.`,
  body,
  response: postResponses({
    mediaType: totals.mediaType,
    schema: z.union([totals.schema, byDay.schema]),
  }),
};

export const queryViewsRoute: Route = (app, context) => {
  const { reads, respond, today } = context;
  app.post('/posts/views/query', { schema }, (request, reply) => {
    const { post_uuids: posts, granularity, ...asked } = request.body;
    const day = today();
    const range = readRange(asked, day);
    const question =
      granularity === 'total'
        ? totalsOf(reads, posts, range, day)
        : daysOfPosts(context, posts, range ?? lastDays(DEFAULT_DAYS, day), day);
    return respond(reply, question);
  });
};

/** @param range all-time if unset */
function totalsOf(
  reads: Reads,
  posts: readonly string[],
  range: DayRange | undefined,
  today: string,
): Question {
  return {
    key: `query ${range?.from} ${range?.to} ${posts.join()}`,
    range,
    today,
    load: async (asOf) => {
      const viewsByPost = range
        ? await reads.readViews(posts, range)
        : await reads.readTotals(posts);
      const meta = { ...(range ?? { period: 'all' as const }), granularity: 'total' as const };
      return totals.answerJson(totalsJson(posts, viewsByPost), meta, asOf);
    },
  };
}

/** The data of {@link totals}, of hundreds of posts. */
function totalsJson(posts: readonly string[], viewsByPost: ReadonlyMap<string, number>): string {
  const entries = posts.map(
    (post) => `{"post_uuid":"${post}","views":${viewsByPost.get(post) ?? 0}}`,
  );
  return `[${entries.join()}]`;
}

/** @throws {InvalidRequest} for more days than an answer has room for */
function daysOfPosts(
  { reads, daysWriterOf }: RouteContext,
  posts: readonly string[],
  range: DayRange,
  today: string,
): Question {
  refuseTooMany(posts, range);
  return {
    key: `query-days ${range.from} ${range.to} ${today} ${posts.join()}`,
    range,
    today,
    load: async (asOf) => {
      const daysByPost = await reads.readDailyViews(posts, range);
      const data = daysJson(posts, daysByPost, daysWriterOf(range, today));
      return byDay.answerJson(data, { ...range, granularity: 'day' }, asOf);
    },
  };
}

/** The data of {@link byDay}, of which there may be a megabyte. */
function daysJson(
  posts: readonly string[],
  daysByPost: ReadonlyMap<string, ReadonlyMap<string, number>>,
  write: DaysWriter,
): string {
  const entries = posts.map(
    (post) => `{"post_uuid":"${post}","days":${write(daysByPost.get(post))}}`,
  );
  return `[${entries.join()}]`;
}

/** @throws {InvalidRequest} */
function refuseTooMany(posts: readonly string[], range: DayRange): void {
  const days = countDays(range);
  if (posts.length * days <= MAX_POINTS) return;
  throw new InvalidRequest(
    'post_uuids',
    `must have at most ${Math.floor(MAX_POINTS / days)} UUIDs for ${days} days by day`,
  );
}
