import { DEAD_LETTER_HEADERS, deadLetterQueueOf } from '@post-views/event';
import type { GetMessage } from 'amqplib';
import { z } from 'zod';
import { markIn } from '../load/bad-messages.ts';
import { type SentView, uuidOf } from '../oracle/sent-views.ts';
import type { Counts, Stored, StoredLetter } from '../oracle/stored.ts';
import { ask, keptSinceIn, streamFrom } from './database.ts';
import { messagesIn, withChannel } from './queues.ts';

/** Where all that the service says of views can be read. */
export interface Sources {
  readonly databaseUrl: string;
  readonly amqpUrl: string;
  readonly queue: string;
  /** `http://127.0.0.1:3000/api/v1` */
  readonly apiUrl: string;
  readonly apiKey: string;
}

export async function readStored(sources: Sources): Promise<Stored> {
  const { databaseUrl } = sources;
  const [keptSince, days, totals, letters] = await Promise.all([
    keptSinceIn(databaseUrl),
    readCounts(
      databaseUrl,
      "SELECT CONCAT(post_uuid, ' ', date) AS name, view_count AS views FROM post_view_aggregates",
    ),
    readCounts(databaseUrl, 'SELECT post_uuid AS name, view_count AS views FROM post_view_totals'),
    readLetters(sources),
  ]);
  const answers = await askApi(sources, totals.keys());
  const unsettled = await messagesIn(sources.amqpUrl, sources.queue);
  const views = readViews(databaseUrl);
  return { views, keptSince, days, totals, answers, letters, unsettled };
}

async function* readViews(url: string): AsyncGenerator<SentView> {
  const statement =
    'SELECT LOWER(HEX(event_id)) AS id, post_uuid, UNIX_TIMESTAMP(viewed_at) AS at FROM post_views';
  for await (const row of streamFrom(url, statement)) {
    const { id, post_uuid, at } = row as { id: string; post_uuid: string; at: number | string };
    yield { eventId: uuidOf(id), postUuid: post_uuid, viewedAt: Number(at) };
  }
}

async function readCounts(url: string, statement: string): Promise<Counts> {
  const rows = await ask<{ name: string; views: number | string }>(url, statement);
  return new Map(rows.map(({ name, views }) => [name, Number(views)]));
}

/** Takes nothing out: what was read is put back when the connection ends. */
function readLetters({ amqpUrl, queue }: Sources): Promise<StoredLetter[]> {
  return withChannel(amqpUrl, async (channel) => {
    const letters: StoredLetter[] = [];
    for (;;) {
      const letter = await channel.get(deadLetterQueueOf(queue));
      if (letter === false) return letters;
      const reason = String(letter.properties.headers?.[DEAD_LETTER_HEADERS.reason]);
      const mark = markIn(letter.content);
      letters.push({ mark, reason, view: mark === undefined ? viewIn(letter) : undefined });
    }
  });
}

const event = z.object({
  event_id: z.string().optional(),
  post_uuid: z.string(),
  timestamp: z.number(),
});

/** The view that a message is, its id being in the event or in the message's properties. */
function viewIn({ content, properties }: GetMessage): SentView | undefined {
  try {
    const { event_id, post_uuid, timestamp } = event.parse(JSON.parse(content.toString()));
    const eventId = event_id ?? String(properties.messageId);
    return { eventId, postUuid: post_uuid, viewedAt: timestamp };
  } catch {
    return undefined;
  }
}

const total = z.object({ data: z.object({ views: z.number() }) });
const top = z.object({
  data: z.array(z.object({ post_uuid: z.string(), views: z.number() })),
});
const daily = z.object({
  data: z.array(z.object({ date: z.string(), views: z.number() })),
});

/** As any caller does; a post or a day without views is answered with 0, and left out here. */
async function askApi(
  { apiUrl, apiKey }: Sources,
  posts: Iterable<string>,
): Promise<Stored['answers']> {
  const get = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    const response = await fetch(`${apiUrl}${path}`, { headers: { 'x-internal-api-key': apiKey } });
    if (!response.ok) throw new Error(`the API has answered ${response.status} to ${path}`);
    return schema.parse(await response.json());
  };
  const totals = new Map<string, number>();
  const days = new Map<string, number>();
  for (const post of posts) {
    totals.set(post, (await get(`/posts/${post}/views`, total)).data.views);
    const { data } = await get(`/posts/${post}/views/daily`, daily);
    for (const { date, views } of data) if (views > 0) days.set(`${post} ${date}`, views);
  }
  // Should the list of those that are seen most say something else, that is what is compared.
  for (const { post_uuid, views } of (await get('/posts/top', top)).data)
    totals.set(post_uuid, views);
  return { totals, days };
}
