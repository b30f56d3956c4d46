import type { Stage } from '../stage/stage.ts';
import type { Line, Sample } from './line.ts';

/** What all rounds of a line have measured, in their order. */
export interface Measured {
  readonly line: string;
  readonly rounds: readonly Sample[];
}

/** Not the same in each round, so that no round can profit from what the one before has left in a cache. */
export const FIRST_SEED = 20261124;

/**
 * Measures all lines in turn, as often as there are rounds. Each round begins with another line, so that none
 * is always the first, or always after the same other.
 *
 * @returns in the order of the lines
 */
export async function runRounds(
  stage: Stage,
  lines: readonly Line[],
  rounds: number,
): Promise<Measured[]> {
  const samples = new Map<Line, Sample[]>(lines.map((line) => [line, []]));
  for (let round = 0; round < rounds; round++) {
    for (const line of rotated(lines, Math.round((round * lines.length) / rounds))) {
      const sample = await line.run(stage, FIRST_SEED + round);
      samples.get(line)?.push(sample);
      const late = sample.whole ? ' (too few events: start and end included)' : '';
      stage.say(
        `round ${round + 1}/${rounds}  ${line.name.padEnd(54)} ` +
          `${Math.round(sample.eventsPerSecond).toLocaleString('en').padStart(8)} events/s${late}`,
      );
    }
  }
  return lines.map((line) => ({ line: line.name, rounds: samples.get(line) ?? [] }));
}

/** The same list, beginning somewhere else. */
export function rotated<T>(list: readonly T[], start: number): T[] {
  return [...list.slice(start), ...list.slice(0, start)];
}
