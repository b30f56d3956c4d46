import type { Window } from '../measure/window.ts';
import type { Writes } from '../measure/writes.ts';
import type { Stage } from '../stage/stage.ts';
import type { Miscounts } from '../stage/verify.ts';

/** One line of a table: something that is measured, again in every round. */
export interface Line {
  readonly name: string;
  run(stage: Stage, seed: number): Promise<Sample>;
}

/** What one round of a line has measured. */
export interface Sample extends Window {
  /** The most memory that any of the measured processes had; not of one that has everything in memory. */
  readonly peakRssBytes?: number;
  /** Of this service's consumers. */
  readonly writes?: Writes;
  /** Where they are a figure, and no reason to end the run. */
  readonly miscounts?: Miscounts;
}

/** `1 replica`, `2 replicas` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
