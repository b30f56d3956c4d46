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
} from './answers.ts';
import type { CallOptions } from './call.ts';

/**
 * All methods resolve with the body of the answer, `{ data, meta }`, or with text where that was asked for. They reject with an `ApiError`, `TimeoutError` or `NetworkError`, or with the reason of the caller's own signal.
 */
export interface PostViewsClient {
  /** How often a post was seen; default: all-time. */
  getTotalViews(postUuid: string, range?: DayRange, options?: CallOptions): Promise<TotalViews>;
  /** How often a post was seen on each day, oldest first, without a gap; default: the last 30 days. */
  getDailyViews(postUuid: string, days?: Days, options?: CallOptions): Promise<DailyViews>;
  /** As CSV, with a header line. */
  getDailyViewsCsv(postUuid: string, days?: Days, options?: CallOptions): Promise<string>;
  /** As a sparkline of 120 by 24 pixels, in SVG. */
  getDailySparkline(postUuid: string, days?: Days, options?: CallOptions): Promise<string>;
  /** How often a post was seen in a period (default: `30d`), against as many days before. */
  getSummary(postUuid: string, query?: SummaryQuery, options?: CallOptions): Promise<Summary>;
  /** How often each of 1 to 500 posts was seen, in the order asked; default: all-time. */
  getTotalsOfPosts(
    postUuids: readonly string[],
    range?: DayRange,
    options?: CallOptions,
  ): Promise<TotalsOfPosts>;
  /** How often each of 1 to 500 posts was seen on each day, in the order asked; default: the last 30 days. */
  getDaysOfPosts(
    postUuids: readonly string[],
    range?: DayRange,
    options?: CallOptions,
  ): Promise<DaysOfPosts>;
  /** The most seen posts; default: all-time. */
  getTopPosts(query?: TopQuery, options?: CallOptions): Promise<TopPosts>;
  getTopPostsCsv(query?: TopQuery, options?: CallOptions): Promise<string>;
  /** The posts whose views have increased most. */
  getTrendingPosts(query?: TrendingQuery, options?: CallOptions): Promise<TrendingPosts>;
  getTrendingPostsCsv(query?: TrendingQuery, options?: CallOptions): Promise<string>;
  /** Totals over all posts. */
  getStats(options?: CallOptions): Promise<Stats>;
}
