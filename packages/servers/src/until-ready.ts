import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from './message-of.ts';

const pollMs = 50;

export interface Awaited {
  /** Called again and again until it resolves. */
  probe: () => Promise<string>;
  /** What is waited for, as in "RabbitMQ". */
  what: string;
  timeoutMs: number;
  /** Why it can't become ready any more, or undefined. */
  ended: () => string | undefined;
  /** The last lines of the server's own log, for the error. */
  lastLines: () => Promise<string>;
}

/**
 * Resolves with the probe's answer as soon as it has one.
 *
 * @throws Error with the reason and the server's last log lines when it ended or time is up.
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
    const end = ended();
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
    await delay(pollMs);
  }
}

/** `MySQL 9.7.4 is ready after 8.9 s` */
export function readyLine(version: string, startedAt: number): string {
  return `${version} is ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
