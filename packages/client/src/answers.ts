import type { operations } from './paths.ts';

type Operation = keyof operations;
/** The answer to a request: `data`, and `meta`, which says what the numbers cover and when they were read. */
type AnswerTo<O extends Operation> = operations[O]['responses'][200]['content']['application/json'];
type QueryOf<O extends Operation> = NonNullable<operations[O]['parameters']['query']>;

export type TotalViews = AnswerTo<'getTotalViews'>;
export type DailyViews = AnswerTo<'getDailyViews'>;
export type Summary = AnswerTo<'getSummary'>;
export type TopPosts = AnswerTo<'getTopPosts'>;
export type TrendingPosts = AnswerTo<'getTrendingPosts'>;
export type Stats = AnswerTo<'getStats'>;

/** In either granularity. */
export type ViewsOfPosts = AnswerTo<'queryViews'>;
/** Of each post asked for, in that order, one number. */
export type TotalsOfPosts = Extract<ViewsOfPosts, { meta: { granularity: 'total' } }>;
/** Of each post asked for, in that order, one number a day. */
export type DaysOfPosts = Extract<ViewsOfPosts, { meta: { granularity: 'day' } }>;

/** UTC days, `YYYY-MM-DD`, both inclusive, 366 of them at most. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}
interface NoRange {
  readonly from?: never;
  readonly to?: never;
}

/** A number of days ending today, or a range; default: the last 30 days. */
export type Days = ({ readonly days: number } & NoRange) | (DayRange & { readonly days?: never });

export interface SummaryQuery {
  readonly period?: NonNullable<QueryOf<'getSummary'>['period']>;
}

/** A page of a ranked list, of a period or of a range; default: all-time. */
export type TopQuery = Readonly<Pick<QueryOf<'getTopPosts'>, 'limit' | 'offset'>> &
  (
    | (NoRange & Readonly<Pick<QueryOf<'getTopPosts'>, 'period'>>)
    | (DayRange & { readonly period?: never })
  );

export type TrendingQuery = Readonly<QueryOf<'getTrendingPosts'>>;
