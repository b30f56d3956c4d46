import { channel, tracingChannel } from 'node:diagnostics_channel';
import { within } from './within.ts';

/**
 * What happens in a process, told on diagnostics channels to whoever listens: `packages/tracing`, if it was loaded. While
 * nobody does, nothing is made for it.
 *
 * @see https://nodejs.org/api/diagnostics_channel.html
 */

/** A batch, from when it is handed over to be written until it is stored, with all attempts. */
export interface BatchTrace {
  readonly queue: string;
  readonly messages: number;
  /** Good ones: those that are written. */
  readonly events: number;
  /** What its messages say in the header `traceparent`, of those that have it. */
  readonly parents: readonly string[];
}

export const batches = tracingChannel<BatchTrace>('post-views:batch');

/** There will be another attempt. */
export interface FailedAttempt {
  readonly batch: BatchTrace;
  /** In our words. */
  readonly why: string;
}

export const failedAttempts = channel<FailedAttempt>('post-views:batch:attempt-failed');

/** Has the end of a process wait for something. */
export interface Ending {
  waitUntil(done: Promise<unknown>): void;
}

const endings = channel<Ending>('post-views:ending');
/** Enough for a last request to what is near; nothing is lost without it that is counted. */
const LONGEST_WAIT_MS = 1_000;

/** Says that the process is about to end, and waits until whoever listens is ready, but not for long; never throws. */
export async function announceEnd(longestWaitMs = LONGEST_WAIT_MS): Promise<void> {
  const waits: Promise<unknown>[] = [];
  const ending: Ending = { waitUntil: (done) => waits.push(done) };
  endings.publish(ending);
  if (waits.length > 0) await within(longestWaitMs, Promise.allSettled(waits));
}
