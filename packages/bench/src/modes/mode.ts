import type { Stage } from '../stage/stage.ts';

/** How much is measured. Each mode says what it makes of a number that it has no use for: nothing. */
export interface Sizes {
  /** Events of a backlog, or dead letters. */
  readonly events: number;
  readonly rounds: number;
  /** How long a latency or a load is measured. */
  readonly seconds: number;
  /** Events published in a second; without it a share of the most that was measured. */
  readonly rate: number | undefined;
  /** Rows of the large table. */
  readonly rows: number;
  /** Filled tables stay on the servers, for the next run. */
  readonly keep: boolean;
  /** The highest rate is looked for with each of these. */
  readonly connections: readonly number[];
  /** Parts of the names of the lines that are wanted; all of them when there is none. */
  readonly only: readonly string[];
}

export interface Result {
  /** For a person. */
  readonly text: string;
  /** For a program: what is in the table, and the rounds behind it. */
  readonly data: object;
  /** What was found wrong, in our words: the run fails, after its figures are told. */
  readonly fault?: string;
}

/** One kind of benchmark: `pnpm bench`, `pnpm bench latency`, … */
export interface Mode {
  /** Above the table. */
  readonly title: string;
  /** In the help: what is measured. */
  readonly about: string;
  /** Unless the options say otherwise. */
  readonly sizes: Partial<Sizes>;
  /** With `--quick`: enough to see that it works, and nothing to compare. */
  readonly quick: Partial<Sizes>;
  /** It is ended when it takes longer. */
  readonly limitMinutes: number;
  /** What is published, for the lines above the table. */
  workload(sizes: Sizes): string;
  run(stage: Stage, sizes: Sizes): Promise<Result>;
}

/** Those lines whose names hold one of the parts, as they are or in other letter case. */
export function wanted<T extends { readonly name: string }>(
  lines: readonly T[],
  only: readonly string[],
): T[] {
  if (only.length === 0) return [...lines];
  const parts = only.map((part) => part.toLowerCase());
  const found = lines.filter(({ name }) => parts.some((part) => name.toLowerCase().includes(part)));
  if (found.length > 0) return found;
  throw new Error(`--only: no line is named so; there are: ${lines.map((l) => l.name).join('; ')}`);
}
