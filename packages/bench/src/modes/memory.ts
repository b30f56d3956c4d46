import { consumerLine, nameOf } from '../lines/consumer.ts';
import type { Line } from '../lines/line.ts';
import { runRounds } from '../lines/rounds.ts';
import { memoryBytes } from '../measure/proc.ts';
import { quantile, slope } from '../measure/statistics.ts';
import { decimal, whole } from '../report/format.ts';
import { summarizeLine } from '../report/summary.ts';
import { renderTable } from '../report/table.ts';
import { ZIPF_POSTS } from '../workload/posts.ts';
import { type Mode, wanted } from './mode.ts';

const EVENTS_PER_MESSAGE = [1, 100];
const MEGABYTE = 1024 * 1024;

/** The memory of a consumer (its resident set, in MB) after so many events. */
interface MemoryLook {
  readonly events: number;
  readonly mb: number;
}

export const memory: Mode = {
  title: 'Post views: the memory of one consumer that works off a long backlog',
  about: 'the memory of one consumer while it works off a million events',
  sizes: { events: 1_000_000, rounds: 1 },
  quick: { events: 50_000, rounds: 1 },
  limitMinutes: 60,

  workload: ({ events }) => `100,000 posts by Zipf's law, a backlog of ${whole(events)} events`,

  async run(stage, { events, rounds, only }) {
    const lines = wanted(
      EVENTS_PER_MESSAGE.map((each) => memoryLine(events, each)),
      only,
    );
    const measured = (await runRounds(stage, lines, rounds)).map(summarizeLine);
    const results = measured.map((line) => ({
      ...line,
      memory: (lines.find(({ name }) => name === line.line)?.looks ?? []).map(summarize),
    }));
    return { text: render(results), data: { lines: results } };
  },
};

/** A line that remembers, of each round, what it has seen in every look. */
function memoryLine(events: number, eventsPerMessage: number): Line & { looks: MemoryLook[][] } {
  const options = { events, eventsPerMessage, replicas: 1, posts: ZIPF_POSTS };
  const looks: MemoryLook[][] = [];
  return {
    name: nameOf(options),
    looks,
    run(stage, seed) {
      const seen: MemoryLook[] = [];
      looks.push(seen);
      const observe = ([pid = 0]: readonly number[], done: number) =>
        void seen.push({ events: done, mb: memoryBytes(pid, 'VmRSS') / MEGABYTE });
      return consumerLine(nameOf(options), { ...options, observe }).run(stage, seed);
    },
  };
}

interface MemorySummary {
  readonly startMb: number;
  readonly medianMb: number;
  readonly p95Mb: number;
  readonly maxMb: number;
  /** How much it grew in the second half, in which all that is kept is there. */
  readonly mbPerMillionEvents: number;
  readonly looks: readonly MemoryLook[];
}

function summarize(looks: readonly MemoryLook[]): MemorySummary {
  const sizes = looks.map(({ mb }) => mb);
  const secondHalf = looks.slice(Math.floor(looks.length / 2));
  return {
    startMb: sizes[0] ?? 0,
    medianMb: quantile(sizes, 0.5),
    p95Mb: quantile(sizes, 0.95),
    maxMb: quantile(sizes, 1),
    mbPerMillionEvents: slope(secondHalf.map(({ events, mb }) => ({ x: events / 1e6, y: mb }))),
    looks,
  };
}

function render(
  lines: readonly (ReturnType<typeof summarizeLine> & { memory: readonly MemorySummary[] })[],
): string {
  const MEMORY = 'resident memory, MB';
  return renderTable(
    [
      { title: '', align: 'left' },
      { title: 'round', align: 'right' },
      { title: 'events/s', align: 'right' },
      ...['start', 'median', 'p95', 'max', 'for a million more'].map(
        (title) => ({ group: MEMORY, title, align: 'right' }) as const,
      ),
    ],
    lines.flatMap(({ line, rounds, memory: memories }) =>
      memories.map((round, index) => [
        line,
        String(index + 1),
        whole(rounds[index]?.eventsPerSecond ?? 0),
        whole(round.startMb),
        whole(round.medianMb),
        whole(round.p95Mb),
        whole(round.maxMb),
        `${round.mbPerMillionEvents < 0 ? '' : '+'}${decimal(round.mbPerMillionEvents, 1)}`,
      ]),
    ),
  );
}
