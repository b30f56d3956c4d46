/** Why an event can't be counted: the header `x-reason` of its dead letter. */
export const REJECTION_REASONS = [
  'invalid_json',
  'invalid_event',
  'too_large',
  'in_future',
  'too_old',
  'rejected_by_database',
] as const;

export type RejectionReason = (typeof REJECTION_REASONS)[number];

export interface Rejection {
  readonly reason: RejectionReason;
  /** Which field and why, for a person: the header `x-detail`. */
  readonly detail: string;
}

/** The headers of a dead letter. */
export const DEAD_LETTER_HEADERS = {
  reason: 'x-reason',
  detail: 'x-detail',
  /** ISO 8601, UTC. */
  rejectedAt: 'x-rejected-at',
} as const;
