import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { postOf } from '../workload/posts.ts';
import {
  BATCH,
  batchOf,
  dailyOf,
  type Kind,
  type Request,
  TOP,
  TOP_30_DAYS_REQUEST,
  TOP_REQUEST,
  totalOf,
} from '../workload/requests.ts';
import type { Api } from './api.ts';
import type { BenchDatabase } from './database.ts';
import { readDays, readTop, readTopOf30Days, readTotals } from './expected-answers.ts';

/** What is asked, and what the answer must hold by the tables. */
interface Check {
  readonly request: Request;
  /** What counts of an answer's `data`. */
  readonly read: (data: unknown) => unknown;
  readonly expected: (database: BenchDatabase) => Promise<unknown>;
}

export interface Asked {
  readonly kinds: Iterable<Kind>;
  /** How many there are. */
  readonly posts: number;
  /** An answer is no mistake before it is older than that. */
  readonly staleMs?: number;
}

/** Answers may be older than the tables. */
const STALE_MS = 90_000;
const PAUSE_MS = 200;

const views = z.object({ post_uuid: z.string(), views: z.number() });
const days = z.array(z.object({ date: z.string(), views: z.number() }));
const answer = z.object({ data: z.unknown() });

/**
 * Asks what is going to be measured and compares a sample of the answers with the tables.
 *
 * @returns a kind that is not answered with 2xx, and the status that it is answered with
 * @throws when an answer is not what the tables say, also after a while
 */
export async function verifyAnswers(
  api: Api,
  database: BenchDatabase,
  { kinds, posts, staleMs = STALE_MS }: Asked,
  signal: AbortSignal,
): Promise<ReadonlyMap<Kind, number>> {
  const refused = new Map<Kind, number>();
  for (const kind of kinds) {
    for (const check of CHECKS[kind](posts)) {
      const status = await verifyOne(api, database, { ...check, staleMs }, signal);
      if (status !== 200) refused.set(kind, status);
    }
  }
  return refused;
}

async function verifyOne(
  { url, headers }: Api,
  database: BenchDatabase,
  { request, read, expected, staleMs }: Check & Pick<Required<Asked>, 'staleMs'>,
  signal: AbortSignal,
): Promise<number> {
  const { method, path, body } = request;
  const asked = body === undefined ? { headers } : { headers: { ...headers, ...JSON_BODY }, body };
  const deadline = performance.now() + staleMs;
  const wanted = await expected(database);
  for (;;) {
    const response = await fetch(`${url}${path}`, { method, ...asked, signal });
    const text = await response.text();
    if (!response.ok) return response.status;
    const found = read(answer.parse(JSON.parse(text)).data);
    if (isDeepStrictEqual(found, wanted)) return response.status;
    if (performance.now() > deadline) {
      throw new Error(
        `${method} ${path} answers ${JSON.stringify(found)}, but the tables hold ${JSON.stringify(wanted)}`,
      );
    }
    await sleep(PAUSE_MS, undefined, { signal });
  }
}

const JSON_BODY = { 'content-type': 'application/json' };

/** From the most seen post to the least. */
function sampleOf(posts: number): string[] {
  return [0, 1, Math.floor(posts / 2), posts - 1].map(postOf);
}

const CHECKS: Readonly<Record<Kind, (posts: number) => Check[]>> = {
  hello: () => [],
  total: (posts) =>
    sampleOf(posts).map((post) => ({
      request: totalOf(post),
      read: (data) => views.parse(data).views,
      expected: async (database) => (await readTotals(database, [post]))[0]?.views,
    })),
  daily: (posts) =>
    sampleOf(posts).map((post) => ({
      request: dailyOf(post),
      read: (data) => days.parse(data).map((day) => [day.date, day.views]),
      expected: (database) => readDays(database, post),
    })),
  top: () => [
    {
      request: TOP_REQUEST,
      read: parseList,
      expected: (database) => readTop(database, TOP),
    },
  ],
  top30d: () => [
    {
      request: TOP_30_DAYS_REQUEST,
      read: parseList,
      expected: (database) => readTopOf30Days(database, TOP),
    },
  ],
  batch: (posts) => {
    const asked = Array.from({ length: BATCH }, (_, nth) => postOf(nth % posts));
    return [
      {
        request: batchOf(asked),
        read: parseList,
        expected: (database) => readTotals(database, asked),
      },
    ];
  },
};

function parseList(data: unknown): unknown {
  return z.array(views).parse(data);
}
