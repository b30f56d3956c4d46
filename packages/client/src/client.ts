import type {
  DailyViews,
  DayRange,
  Days,
  DaysOfPosts,
  Stats,
  Summary,
  SummaryQuery,
  TopPosts,
  TopQuery,
  TotalsOfPosts,
  TotalViews,
  TrendingPosts,
  TrendingQuery,
  ViewsQuery,
} from './answers.ts';
import type { CallOptions } from './call.ts';

/**
 * One method for each request. All of them resolve with the body of the answer, `{ data, meta }`, or with text where that was
 * asked for. They reject with an `ApiError`, `TimeoutError` or `NetworkError`, or with the reason of the caller's own signal.
 */
export interface PostViewsClient {
  /** How often a post was seen: of all days, unless given. */
  getTotalViews(postUuid: string, range?: DayRange, options?: CallOptions): Promise<TotalViews>;
  /** How often a post was seen on each day, oldest first, without a gap. */
  getDailyViews(postUuid: string, days?: Days, options?: CallOptions): Promise<DailyViews>;
  /** As CSV, with a line of names. */
  getDailyViewsCsv(postUuid: string, days?: Days, options?: CallOptions): Promise<string>;
  /** As a line of 120 by 24 pixels, in SVG. */
  getDailySparkline(postUuid: string, days?: Days, options?: CallOptions): Promise<string>;
  /** How often a post was seen in a period, `30d` unless given, against as many days before. */
  getSummary(postUuid: string, query?: SummaryQuery, options?: CallOptions): Promise<Summary>;
  /**
   * How often each of 1 to 500 posts was seen, in the order asked: in all, of all days unless given; or day by day, of the
   * last 30 unless given.
   */
  queryViews(
    postUuids: readonly string[],
    query?: ViewsQuery<'total'>,
    options?: CallOptions,
  ): Promise<TotalsOfPosts>;
  queryViews(
    postUuids: readonly string[],
    query: ViewsQuery<'day'>,
    options?: CallOptions,
  ): Promise<DaysOfPosts>;
  /** The most seen posts. */
  getTopPosts(query?: TopQuery, options?: CallOptions): Promise<TopPosts>;
  getTopPostsCsv(query?: TopQuery, options?: CallOptions): Promise<string>;
  /** The posts whose views have increased most. */
  getTrendingPosts(query?: TrendingQuery, options?: CallOptions): Promise<TrendingPosts>;
  getTrendingPostsCsv(query?: TrendingQuery, options?: CallOptions): Promise<string>;
  /** What there is altogether. */
  getStats(options?: CallOptions): Promise<Stats>;
}
