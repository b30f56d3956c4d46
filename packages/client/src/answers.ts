import type { operations } from './paths.ts';

type Operation = keyof operations;
/** The answer to a request: `data`, and `meta`, which says how the question was understood and how old the numbers are. */
type AnswerTo<O extends Operation> = operations[O]['responses'][200]['content']['application/json'];
type QueryOf<O extends Operation> = NonNullable<operations[O]['parameters']['query']>;

export type TotalViews = AnswerTo<'getTotalViews'>;
export type DailyViews = AnswerTo<'getDailyViews'>;
export type Summary = AnswerTo<'getSummary'>;
export type TopPosts = AnswerTo<'getTopPosts'>;
export type TrendingPosts = AnswerTo<'getTrendingPosts'>;
export type Stats = AnswerTo<'getStats'>;

type QueriedViews = AnswerTo<'queryViews'>;
/** Of each post asked for, in that order, one number. */
export type TotalsOfPosts = Extract<QueriedViews, { meta: { granularity: 'total' } }>;
/** Of each post asked for, in that order, one number a day. */
export type DaysOfPosts = Extract<QueriedViews, { meta: { granularity: 'day' } }>;

/** UTC days, `YYYY-MM-DD`, both inclusive, 366 of them at most. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}
interface NoRange {
  readonly from?: never;
  readonly to?: never;
}

/** So many days up to and with today, or a range; the last 30 days unless given. */
export type Days = ({ readonly days: number } & NoRange) | (DayRange & { readonly days?: never });

export interface SummaryQuery {
  readonly period?: NonNullable<QueryOf<'getSummary'>['period']>;
}

/** Of a range; or in all, of all days, and day by day, of the last 30. */
export type ViewsQuery<Granularity extends 'total' | 'day'> = (DayRange | NoRange) &
  ('total' extends Granularity
    ? { readonly granularity?: Granularity }
    : { readonly granularity: Granularity });

/** A page of a ranked list, of a period or of a range; of all days unless given. */
export type TopQuery = Readonly<Pick<QueryOf<'getTopPosts'>, 'limit' | 'offset'>> &
  (
    | (NoRange & Readonly<Pick<QueryOf<'getTopPosts'>, 'period'>>)
    | (DayRange & { readonly period?: never })
  );

export type TrendingQuery = Readonly<QueryOf<'getTrendingPosts'>>;
