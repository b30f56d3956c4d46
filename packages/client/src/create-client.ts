import type { DayRange, DaysOfPosts, TotalsOfPosts, ViewsOfPosts } from './answers.ts';
import { type CallOptions, createCall } from './call.ts';
import type { PostViewsClient } from './client.ts';
import { type ClientOptions, readOptions } from './options.ts';

const TOTAL = '/api/v1/posts/{uuid}/views';
const DAILY = '/api/v1/posts/{uuid}/views/daily';
const SUMMARY = '/api/v1/posts/{uuid}/views/summary';
const QUERY = '/api/v1/posts/views/query';
const TOP = '/api/v1/posts/top';
const TRENDING = '/api/v1/posts/trending';
const STATS = '/api/v1/stats';

const CSV = { parseAs: 'text', headers: { accept: 'text/csv' } } as const;
const SVG = { parseAs: 'text', headers: { accept: 'image/svg+xml' } } as const;

/**
 * A client of the post views API. One for the whole process: its calls share a budget for retries. It holds nothing that must
 * be closed.
 *
 * @throws {TypeError} naming the option that is invalid
 */
export function createClient(options: ClientOptions): PostViewsClient {
  const call = createCall(readOptions(options));
  const ofPost = <Query>(uuid: string, query: Query | undefined) => ({
    params: { path: { uuid }, ...(query && { query }) },
  });
  const ofAll = <Query>(query: Query | undefined) => ({ params: query ? { query } : {} });

  const getViewsOfPosts = async <Answer extends ViewsOfPosts>(
    granularity: Answer['meta']['granularity'],
    postUuids: readonly string[],
    range: DayRange | undefined,
    options: CallOptions | undefined,
  ) => {
    const body = { ...range, granularity, post_uuids: [...postUuids] };
    const answer = await call((http, signal) => http.POST(QUERY, { body, signal }), options);
    // The document does not say that the granularity of the answer is that of the request.
    return answer as Answer;
  };

  return {
    getTotalViews: (uuid, range, options) =>
      call((http, signal) => http.GET(TOTAL, { ...ofPost(uuid, range), signal }), options),
    getDailyViews: (uuid, days, options) =>
      call((http, signal) => http.GET(DAILY, { ...ofPost(uuid, days), signal }), options),
    getDailyViewsCsv: (uuid, days, options) =>
      call((http, signal) => http.GET(DAILY, { ...ofPost(uuid, days), ...CSV, signal }), options),
    getDailySparkline: (uuid, days, options) =>
      call((http, signal) => http.GET(DAILY, { ...ofPost(uuid, days), ...SVG, signal }), options),
    getSummary: (uuid, query, options) =>
      call((http, signal) => http.GET(SUMMARY, { ...ofPost(uuid, query), signal }), options),
    getTotalsOfPosts: (uuids, range, options) =>
      getViewsOfPosts<TotalsOfPosts>('total', uuids, range, options),
    getDaysOfPosts: (uuids, range, options) =>
      getViewsOfPosts<DaysOfPosts>('day', uuids, range, options),
    getTopPosts: (query, options) =>
      call((http, signal) => http.GET(TOP, { ...ofAll(query), signal }), options),
    getTopPostsCsv: (query, options) =>
      call((http, signal) => http.GET(TOP, { ...ofAll(query), ...CSV, signal }), options),
    getTrendingPosts: (query, options) =>
      call((http, signal) => http.GET(TRENDING, { ...ofAll(query), signal }), options),
    getTrendingPostsCsv: (query, options) =>
      call((http, signal) => http.GET(TRENDING, { ...ofAll(query), ...CSV, signal }), options),
    getStats: (options) => call((http, signal) => http.GET(STATS, { signal }), options),
  };
}
