import type { SentView } from './sent-views.ts';

/** A dead letter, as it is in its queue. */
export interface StoredLetter {
  /** What its message was marked with; `undefined` when it is none of those that can't be counted. */
  readonly mark: string | undefined;
  readonly reason: string;
  /** The view that it is of, if it is one. */
  readonly view?: SentView | undefined;
}

/** Views by a key: a post, or a post and a day. */
export type Counts = ReadonlyMap<string, number>;

/** All that the service says of views, when nothing is on its way any more. */
export interface Stored {
  /** The raw rows, which may be too many to have them all at a time. */
  readonly views: AsyncIterable<SentView> | Iterable<SentView>;
  /** Unix seconds: of days before that the raw rows were dropped, and only counters are left. */
  readonly keptSince: number;
  /** By {@link dayKey}. */
  readonly days: Counts;
  /** By the post's UUID. */
  readonly totals: Counts;
  /** What the API answers, by the same keys. */
  readonly answers: { readonly days: Counts; readonly totals: Counts };
  readonly letters: readonly StoredLetter[];
  /** Messages that are in the queue still. */
  readonly unsettled: number;
}

/** `0b6f3a52-… 2026-11-24` */
export function dayKey({ postUuid, viewedAt }: Omit<SentView, 'eventId'>): string {
  return `${postUuid} ${new Date(viewedAt * 1000).toISOString().slice(0, 10)}`;
}
