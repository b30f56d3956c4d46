import type { Sample } from '../lines/line.ts';
import { addWrites, type Writes } from '../measure/writes.ts';
import type { Miscounts } from '../stage/verify.ts';
import { decimal, NOTHING, whole } from './format.ts';
import { type Row, renderTable, right } from './table.ts';

const DEADLOCK = 'ER_LOCK_DEADLOCK';

/** How writers got in each other's way, in a round or in all of them. */
export interface Deadlocks extends Miscounts {
  readonly events: number;
  readonly transactions: number;
  readonly deadlocks: number;
  readonly deadlocksPer1000: number;
  /** Other attempts that failed and were made again, by the code of the error. */
  readonly otherFailures: Writes['failures'];
}

/** @param events of a backlog */
export function summarizeDeadlocks(rounds: readonly Sample[], events: number): Deadlocks {
  const writes = addWrites(rounds.flatMap((round) => round.writes ?? []));
  const { [DEADLOCK]: deadlocks = 0, ...otherFailures } = writes.failures;
  const { transactions } = writes;
  const sum = (of: keyof Miscounts) =>
    rounds.reduce((total, { miscounts }) => total + (miscounts?.[of] ?? 0), 0);
  return {
    events: events * rounds.length,
    transactions,
    deadlocks,
    deadlocksPer1000: (deadlocks / transactions) * 1000,
    otherFailures,
    lost: sum('lost'),
    twice: sum('twice'),
  };
}

/** A row for each round, and one for all. */
export function renderDeadlocks(rounds: readonly Deadlocks[], all: Deadlocks): string {
  const row = (name: string, it: Deadlocks): Row => [
    name,
    whole(it.events),
    whole(it.transactions),
    whole(it.deadlocks),
    decimal(it.deadlocksPer1000, 2),
    Object.entries(it.otherFailures)
      .map(([code, count]) => `${whole(count)} ${code}`)
      .join(', ') || NOTHING,
    whole(it.lost),
    whole(it.twice),
  ];
  return renderTable(
    [
      { title: 'round', align: 'left' },
      right('', 'events'),
      right('', 'transactions'),
      right('deadlocks', 'all'),
      right('deadlocks', 'in 1,000 transactions'),
      right('tried again', 'others'),
      right('views', 'lost'),
      right('views', 'counted twice'),
    ],
    [...rounds.map((it, index) => row(String(index + 1), it)), 'rule', row('all', all)],
  );
}
