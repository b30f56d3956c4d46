import { postOf } from './posts.ts';
import { type Order, PAGE, ranksOf } from './ranks.ts';

/** What is asked. `hello` is what a bare server answers. */
export type Kind = 'hello' | 'total' | 'daily' | 'top' | 'top30d' | 'batch';

/** Plain data, from which the same requests are made wherever they are needed. */
export interface Requests {
  readonly kind: Kind;
  readonly order: Order;
  /** How many posts there are. */
  readonly posts: number;
  readonly seed: number;
}

export interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** JSON */
  readonly body?: string;
}

/** Posts of a batch request. */
export const BATCH = PAGE;
export const TOP = 10;
const POSTS_PATH = '/api/v1/posts';

/** Makes one request after the other, without end. */
export function requestsOf({ kind, order, posts, seed }: Requests): () => Request {
  const fixed = FIXED[kind];
  if (fixed) return () => fixed;
  const rank = ranksOf(order, posts, seed);
  // Made before they are needed, so that they cost nothing when it is measured.
  const uuids = Array.from({ length: posts }, (_, nth) => postOf(nth));
  const next = () => uuids[rank()] as string;
  if (kind === 'batch') return () => batchOf(Array.from({ length: BATCH }, next));
  return kind === 'total' ? () => totalOf(next()) : () => dailyOf(next());
}

export function totalOf(post: string): Request {
  return { method: 'GET', path: `${POSTS_PATH}/${post}/views` };
}

export function dailyOf(post: string): Request {
  return { method: 'GET', path: `${POSTS_PATH}/${post}/views/daily` };
}

export function batchOf(posts: readonly string[]): Request {
  const body = JSON.stringify({ post_uuids: posts });
  return { method: 'POST', path: `${POSTS_PATH}/views/query`, body };
}

export const TOP_REQUEST: Request = { method: 'GET', path: `${POSTS_PATH}/top?limit=${TOP}` };
export const TOP_30_DAYS_REQUEST: Request = {
  method: 'GET',
  path: `${POSTS_PATH}/top?period=30d&limit=${TOP}`,
};

const FIXED: Readonly<Partial<Record<Kind, Request>>> = {
  hello: { method: 'GET', path: '/' },
  top: TOP_REQUEST,
  top30d: TOP_30_DAYS_REQUEST,
};
