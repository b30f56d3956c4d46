import { setTimeout as sleep } from 'node:timers/promises';
import type { Request } from '../workload/requests.ts';
import type { Connection } from './connections.ts';
import type { Schedule } from './schedule.ts';
import { type Answer, isSuccess, type Tally } from './tally.ts';

export interface LoopOptions {
  readonly connections: readonly Connection[];
  /** Makes the next request. */
  readonly next: () => Request;
  readonly tally: Tally;
}

const TICK_MS = 1;
/** For the answers to the last requests. */
const REST_MS = 30_000;

/** Each connection asks again as soon as it is answered, until `end` on the clock of `performance`. */
export async function askInTurn(
  { connections, next, tally }: LoopOptions,
  end: number,
): Promise<void> {
  await Promise.all(
    connections.map((connection) => {
      const over = Promise.withResolvers<void>();
      const ask = () => {
        const sentAt = performance.now();
        if (sentAt >= end) return over.resolve();
        connection.ask(next(), (answer) => {
          const now = performance.now();
          tally.answered(answer, now);
          if (isSuccess(answer.status)) tally.timed(now, now - sentAt);
          ask();
        });
      };
      ask();
      return over.promise;
    }),
  );
}

export interface OnTimeOptions {
  readonly begin: number;
  readonly mayWait: number;
  readonly group?: number | undefined;
}

/** Requests that are due together. */
interface Due {
  readonly at: number;
  answered(answer: Answer): void;
}

/**
 * Asks when it is due. The time of an answer counts from then, also when no connection was free, or this process
 * was held up: otherwise a server that stalls would keep the slow answers out of the figures.
 *
 * @param begin when the first request is due, on the clock of `performance`
 * @param mayWait requests that may wait for a free connection; those beyond are not sent
 * @param group requests that are due together: what is timed is the last of their answers
 */
export async function askOnTime(
  { connections, next, tally }: LoopOptions,
  schedule: Schedule,
  { begin, mayWait, group = 1 }: OnTimeOptions,
): Promise<void> {
  const free = [...connections];
  const waiting: Due[] = [];

  function send(connection: Connection, due: Due): void {
    connection.ask(next(), (answer) => {
      tally.answered(answer, due.at);
      due.answered(answer);
      const first = waiting.shift();
      if (first === undefined) free.push(connection);
      else send(connection, first);
    });
  }

  function sendOrWait(due: Due): void {
    const connection = free.pop();
    if (connection) send(connection, due);
    else if (waiting.length < mayWait) waiting.push(due);
    else tally.unsent(due.at);
  }

  while (!schedule.isOver()) {
    const elapsed = performance.now() - begin;
    for (let at = schedule.next(elapsed); at !== undefined; at = schedule.next(elapsed)) {
      const due = dueAt(begin + at, group, tally);
      tally.seen(due.at, performance.now());
      for (let sent = 0; sent < group; sent++) sendOrWait(due);
    }
    await sleep(TICK_MS);
  }
  const deadline = performance.now() + REST_MS;
  while (free.length < connections.length && performance.now() < deadline) await sleep(TICK_MS);
}

/** Times a group by the last answer, unless one of them is no success, or was never sent. */
function dueAt(at: number, group: number, tally: Tally): Due {
  let missing = group;
  return {
    at,
    answered({ status }) {
      if (isSuccess(status)) missing -= 1;
      if (missing === 0) tally.timed(at, performance.now() - at);
    },
  };
}
