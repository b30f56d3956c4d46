import { expect, it } from 'vitest';
import { postOf } from '../../src/workload/posts.ts';
import { requestsOf } from '../../src/workload/requests.ts';

it.each([
  ['hello', { method: 'GET', path: '/' }],
  ['total', { method: 'GET', path: `/api/v1/posts/${postOf(0)}/views` }],
  ['daily', { method: 'GET', path: `/api/v1/posts/${postOf(0)}/views/daily` }],
  ['top', { method: 'GET', path: '/api/v1/posts/top?limit=10' }],
  ['top30d', { method: 'GET', path: '/api/v1/posts/top?period=30d&limit=10' }],
] as const)('asks for %s', (kind, request) => {
  expect(requestsOf({ kind, order: 'few', posts: 20, seed: 1 })()).toEqual(request);
});

it('asks for 50 posts at once', () => {
  const next = requestsOf({ kind: 'batch', order: 'each', posts: 100, seed: 1 });
  const [first, second] = [next(), next()].map(
    ({ body = '' }) => (JSON.parse(body) as { post_uuids: string[] }).post_uuids,
  );
  expect(first).toHaveLength(50);
  expect(new Set([...(first ?? []), ...(second ?? [])]).size).toBe(100);
});
