import type { PostView } from '@post-views/db';
import type { Rejection } from '@post-views/event';
import type { Refusal } from './record-group.ts';

/** A view that can't be counted, and why. */
export interface RefusedView {
  readonly view: PostView;
  readonly rejection: Rejection;
}

/** What became of views that were written. */
export interface WriteResult {
  /** How many were new, and are counted now. */
  readonly recorded: number;
  /** By the database, for what is in them. */
  readonly refused: readonly RefusedView[];
  /** Those whose day has been dropped meanwhile. */
  readonly tooOld: readonly PostView[];
}

export const NOTHING_WRITTEN: WriteResult = { recorded: 0, refused: [], tooOld: [] };

export function sum(results: readonly WriteResult[]): WriteResult {
  return {
    recorded: results.reduce((total, { recorded }) => total + recorded, 0),
    refused: results.flatMap(({ refused }) => refused),
    tooOld: results.flatMap(({ tooOld }) => tooOld),
  };
}

/** That the database has refused this one, alone. */
export function refuse(view: PostView, { code, reason }: Refusal): RefusedView {
  return { view, rejection: { reason: 'rejected_by_database', detail: `${code}: ${reason}` } };
}
