import type { CpuSeconds } from './cpu.ts';
import { cpuPer100k } from './cpu.ts';

/** What was seen in one look at processes that work off a backlog. */
export interface Look {
  /** Events that each process has done. */
  readonly done: readonly number[];
  /** When the last of them was done, in milliseconds since 1970. */
  readonly at: number;
  /** What was taken by then. */
  readonly cpu: CpuSeconds;
}

/** The part of a drain that counts, and its figures. */
export interface Window {
  readonly events: number;
  readonly seconds: number;
  readonly eventsPerSecond: number;
  readonly cpuPer100k: CpuSeconds;
  /** There were too few events: the start of the processes and the end of the backlog are in the figures. */
  readonly whole: boolean;
}

/** Start-up is over by then, and caches are filled. What lasts longest is that V8 compiles, in each new process. */
const FROM_SHARE = 0.2;
const UP_TO_SHARE = 0.95;

/**
 * Chooses the part of a drain in which it went on steadily. It begins when all processes are at work and 20 %
 * is done. It ends when 95 % is done, or before the first process has run out of work: at both ends messages
 * are on their way, so that no work is counted that was done before, and none left out.
 *
 * @param looks the first one before any of the processes was started, the last one when all is done
 */
export function chooseWindow(looks: readonly Look[]): Window {
  const [first, last] = [looks.at(0), looks.at(-1)];
  if (!first || !last) throw new RangeError('nobody has looked');
  const all = doneIn(last);
  const from = looks.findIndex(
    (look) => look.done.every((done) => done > 0) && doneIn(look) >= all * FROM_SHARE,
  );
  const upTo = looks.findLastIndex(
    (look) =>
      look.done.every((done, process) => done < (last.done[process] ?? 0)) &&
      doneIn(look) <= all * UP_TO_SHARE,
  );
  const [begin, end] = [looks[from], looks[upTo]];
  return begin && end && doneIn(begin) < doneIn(end) && begin.at < end.at
    ? { ...between(begin, end), whole: false }
    : { ...between(first, last), whole: true };
}

export function doneIn({ done }: Pick<Look, 'done'>): number {
  return done.reduce((sum, events) => sum + events, 0);
}

function between(from: Look, to: Look) {
  const events = doneIn(to) - doneIn(from);
  const seconds = (to.at - from.at) / 1000;
  return {
    events,
    seconds,
    eventsPerSecond: events / seconds,
    cpuPer100k: cpuPer100k(from.cpu, to.cpu, events),
  };
}
