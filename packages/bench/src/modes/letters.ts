import { type CommandSample, measureLetters } from '../lines/letters.ts';
import { FIRST_SEED } from '../lines/rounds.ts';
import { decimal, megabytes, whole } from '../report/format.ts';
import { type Row, renderTable, right } from '../report/table.ts';
import { ZIPF_POSTS } from '../workload/posts.ts';
import { backlog } from '../workload/workload.ts';
import { type Mode, wanted } from './mode.ts';

/** Beside all letters, so many of them: what grows with the queue shows. */
const SHARES = [1 / 10, 1];

export const letters: Mode = {
  title: 'Post views: how long dead letters take to list, replay and drop, in how much memory',
  about: 'pnpm dead-letters: time and memory with a long queue, and with a tenth of it',
  sizes: { events: 100_000, rounds: 1 },
  quick: { events: 10_000, rounds: 1 },
  limitMinutes: 30,

  workload: ({ events }) =>
    `each a dead letter, for four reasons in turn; ${sizesOf(events).map(whole).join(' and ')} of them`,

  async run(stage, { events, rounds, only }) {
    const lines = wanted(
      sizesOf(events).map((size) => ({ name: `${whole(size)} letters`, size })),
      only,
    );
    const results: LettersResult[] = [];
    for (let round = 0; round < rounds; round++) {
      for (const { name, size } of lines) {
        const seed = FIRST_SEED + round;
        const workload = backlog({ seed, events: size, eventsPerMessage: 1, posts: ZIPF_POSTS });
        const commands = await measureLetters(stage, workload);
        results.push({ line: name, round: round + 1, commands });
      }
    }
    return { text: render(results), data: { lines: results } };
  },
};

function sizesOf(events: number): number[] {
  return SHARES.map((share) => Math.ceil(events * share));
}

interface LettersResult {
  readonly line: string;
  readonly round: number;
  readonly commands: readonly CommandSample[];
}

/** A group of rows for each command, so that the long queue stands below the short one. */
function render(results: readonly LettersResult[]): string {
  const MEMORY = 'resident memory, MB';
  const AFTER = 'messages afterwards';
  const commands = results[0]?.commands.map(({ command }) => command) ?? [];
  const groups = commands.map((_, at) =>
    results.flatMap(({ round, commands: samples }) => {
      const sample = samples[at];
      return sample ? [row(round, sample)] : [];
    }),
  );
  return renderTable(
    [
      { title: '', align: 'left' },
      { title: 'round', align: 'right' },
      { title: 'letters', align: 'right' },
      { title: 'seconds', align: 'right' },
      ...['start', 'end', 'peak'].map((title) => right(MEMORY, title)),
      ...['dead', 'replayed'].map((title) => right(AFTER, title)),
    ],
    groups.flatMap((rows, index): Row[] => [...(index > 0 ? ['rule' as const] : []), ...rows]),
  );
}

function row(round: number, sample: CommandSample): Row {
  const { command, letters: count, seconds, startBytes, endBytes, peakBytes, after } = sample;
  return [
    command,
    String(round),
    whole(count),
    decimal(seconds, 1),
    ...[startBytes, endBytes, peakBytes].map(megabytes),
    whole(after.dead),
    whole(after.source),
  ];
}
