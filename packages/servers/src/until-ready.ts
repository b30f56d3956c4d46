import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from './message-of.ts';

const POLL_MS = 50;
/** How long a server may take to answer one probe. */
export const PROBE_TIMEOUT_MS = 2_000;

export interface Awaited {
  /** Called again and again until it resolves. */
  readonly probe: () => Promise<string>;
  /** What is waited for, as in "RabbitMQ". */
  readonly what: string;
  readonly timeoutMs: number;
  /** Why it can't become ready any more, or undefined. */
  readonly ended: () => string | undefined | Promise<string | undefined>;
  /** The last lines of the server's own log, for the error. */
  readonly lastLines: () => Promise<string>;
}

/**
 * Resolves with the probe's answer as soon as it has one.
 *
 * @throws when it has ended or time is up; with the reason and the last lines of its log
 */
export async function untilReady({
  probe,
  what,
  timeoutMs,
  ended,
  lastLines,
}: Awaited): Promise<string> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const end = await ended();
    if (end) throw new Error(`${what} ${end}\n${await lastLines()}`);
    try {
      return await probe();
    } catch (error) {
      if (performance.now() > deadline) {
        throw new Error(
          `${what} is not ready after ${timeoutMs / 1000} s (${messageOf(error)})\n${await lastLines()}`,
        );
      }
    }
    await delay(POLL_MS);
  }
}

/**
 * `MySQL 9.7.4 is ready after 8.9 s`
 *
 * @param startedAt by `performance.now()`
 */
export function readyLine(version: string, startedAt: number): string {
  return `${version} is ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
