import { whole } from '../report/format.ts';
import { BATCH, type Kind, type Requests } from '../workload/requests.ts';

/** A line of the mode `api`. Plain data: all lines share servers, databases and processes. */
export interface ReadLine {
  readonly name: string;
  readonly table: 'throughput' | 'idle' | 'ingesting' | 'size' | 'batching';
  readonly requests: Omit<Requests, 'seed'>;
  /** Requests that are made together, as many as there are posts on a page. */
  readonly group?: number;
  /** Who is asked: the bare server, the API on the large tables, or that on the small ones. */
  readonly on: 'hello' | 'large' | 'small';
}

/** How many posts the tables are of. */
export interface Posts {
  readonly large: number;
  readonly small: number;
}

/** For a person. */
const NAMES: Readonly<Record<Exclude<Kind, 'hello'>, string>> = {
  total: 'total',
  daily: 'daily',
  top: 'top',
  top30d: 'top of 30 days',
  batch: 'batch of 50',
};
const WHEN = { idle: 'idle', ingesting: 'while ingesting' } as const;
const HELLO = { kind: 'hello', order: 'few', posts: 1 } as const;
const ALL_KINDS = ['total', 'daily', 'top', 'top30d', 'batch'] as const;

/** @param rows of the large and of the small tables */
export function readLines(posts: Posts, rows: Posts): ReadLine[] {
  const throughput = (heat: 'hot' | 'cold', kind: 'total' | 'daily'): ReadLine => ({
    name: `${heat} ${NAMES[kind]}`,
    table: 'throughput',
    requests: { kind, order: heat === 'hot' ? 'few' : 'each', posts: posts.large },
    on: 'large',
  });
  const times = (table: 'idle' | 'ingesting', kind: (typeof ALL_KINDS)[number]): ReadLine => ({
    name: `${NAMES[kind]}, ${WHEN[table]}`,
    table,
    requests: { kind, order: 'zipf', posts: posts.large },
    on: 'large',
  });
  // What the machine alone makes of it.
  const control = (table: 'idle' | 'ingesting'): ReadLine => ({
    name: `bare server, ${WHEN[table]}`,
    table,
    requests: HELLO,
    on: 'hello',
  });
  // The same posts are asked for in both, so that as many answers are in a cache.
  const size = (on: 'small' | 'large', kind: 'total' | 'daily' | 'batch'): ReadLine => ({
    name: `${NAMES[kind]}, ${whole(rows[on])} rows`,
    table: 'size',
    requests: { kind, order: 'zipf', posts: posts.small },
    on,
  });
  const batching = (heat: 'hot' | 'cold', group: 1 | typeof BATCH): ReadLine => ({
    name: `${BATCH} ${heat} posts, ${group === 1 ? 'one batch' : `${group} requests`}`,
    table: 'batching',
    requests: {
      kind: group === 1 ? 'batch' : 'total',
      order: heat === 'hot' ? 'page' : 'each',
      posts: posts.large,
    },
    group,
    on: 'large',
  });
  return [
    {
      name: 'hello',
      table: 'throughput',
      requests: HELLO,
      on: 'hello',
    },
    throughput('hot', 'total'),
    throughput('hot', 'daily'),
    throughput('cold', 'total'),
    throughput('cold', 'daily'),
    control('idle'),
    ...ALL_KINDS.map((kind) => times('idle', kind)),
    control('ingesting'),
    ...ALL_KINDS.map((kind) => times('ingesting', kind)),
    ...(['total', 'daily', 'batch'] as const).flatMap((kind) => [
      size('small', kind),
      size('large', kind),
    ]),
    ...(['cold', 'hot'] as const).flatMap((heat) => [batching(heat, 1), batching(heat, BATCH)]),
  ];
}
