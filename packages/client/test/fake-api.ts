import { testUuid } from '@post-views/testing';
import { type ClientOptions, createClient, type PostViewsClient } from '../src/index.ts';

export const KEY = 'k-9e107d9d372bb682';
export const POST = testUuid(1);
export const STATS = {
  data: { posts: 1, views: 2, views_today: 0, newest_event_at: null, oldest_raw_day: null },
  meta: { timezone: 'UTC', as_of: '2026-11-24T12:00:00.000Z' },
};

/** What a request is answered with; one with silence never is. */
type Step = Response | Error | 'silence';

export interface FakeApi {
  readonly views: PostViewsClient;
  readonly requests: readonly Request[];
}

/** A client whose requests are answered with `steps`, one after the other. */
export function fakeApi(steps: readonly Step[], options: Partial<ClientOptions> = {}): FakeApi {
  const requests: Request[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const step = steps[requests.push(request) - 1];
    if (step instanceof Response) return step;
    if (step === 'silence') return untilAborted(request.signal);
    throw step ?? new Error('more requests than steps');
  };
  const views = createClient({ baseUrl: 'http://views.internal', apiKey: KEY, fetch, ...options });
  return { views, requests };
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

export function ok(): Response {
  return Response.json(STATS);
}

export function problem(
  status: number,
  body: object = {},
  headers: Record<string, string> = {},
): Response {
  const text = JSON.stringify({ type: 'about:blank', title: 'A title', status, ...body });
  return new Response(text, {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', ...headers },
  });
}
