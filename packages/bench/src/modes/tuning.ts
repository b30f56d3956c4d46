import { consumerLine } from '../lines/consumer.ts';
import { counted } from '../lines/line.ts';
import { runRounds } from '../lines/rounds.ts';
import { times, whole } from '../report/format.ts';
import { renderRates } from '../report/rates.ts';
import { ratio, summarizeLine } from '../report/summary.ts';
import { ZIPF_POSTS } from '../workload/posts.ts';
import { type Mode, wanted } from './mode.ts';

const REPLICAS = [1, 2];
const PREFETCH = [1000, 4000, 16_000];
const BATCH_SIZE = [250, 1000, 4000];
const BATCH_MAX_AGE_MS = [50, 200];
const USUAL_WRITERS = 2;
/** With the other settings as they are by default. */
const OTHER_WRITERS = [1, 4];

export const tuning: Mode = {
  title: 'Post views: settings of the consumer, one event a message',
  about: 'prefetch × batch size × age of a batch × replicas, and writers, with few events for each',
  sizes: { events: 100_000, rounds: 2 },
  quick: { events: 10_000, rounds: 1, only: ['prefetch 4000, batch of 1000'] },
  limitMinutes: 60,

  workload: ({ events }) => `100,000 posts by Zipf's law, a backlog of ${whole(events)} events`,

  async run(stage, { events, rounds, only }) {
    const groups = REPLICAS.map((replicas) =>
      settingsToTry().map((settings) =>
        consumerLine(nameOf(settings, replicas), {
          events,
          eventsPerMessage: 1,
          replicas,
          posts: ZIPF_POSTS,
          settings: toEnvironment(settings),
        }),
      ),
    );
    const lines = wanted(groups.flat(), only);
    const measured = (await runRounds(stage, lines, rounds)).map(summarizeLine);
    const first = measured[0];
    const table = renderRates(
      groups.map((group) => measured.filter(({ line }) => group.some((it) => it.name === line))),
      [{ title: 'the first', cell: (line) => times(ratio(line, first)) }],
    );
    return { text: table, data: { lines: measured } };
  },
};

interface Settings {
  readonly prefetch: number;
  readonly batchSize: number;
  readonly batchMaxAgeMs: number;
  readonly writers: number;
}

/** All of them but those with a prefetch that could never fill a batch. */
function settingsToTry(): Settings[] {
  const grid = BATCH_SIZE.flatMap((batchSize) =>
    PREFETCH.filter((prefetch) => prefetch >= batchSize).flatMap((prefetch) =>
      BATCH_MAX_AGE_MS.map((batchMaxAgeMs) => ({
        prefetch,
        batchSize,
        batchMaxAgeMs,
        writers: USUAL_WRITERS,
      })),
    ),
  );
  const usual = { prefetch: 4000, batchSize: 1000, batchMaxAgeMs: 200 };
  return [...grid, ...OTHER_WRITERS.map((writers) => ({ ...usual, writers }))];
}

function toEnvironment(settings: Settings): Readonly<Record<string, string>> {
  return {
    PREFETCH: String(settings.prefetch),
    BATCH_SIZE: String(settings.batchSize),
    BATCH_MAX_AGE_MS: String(settings.batchMaxAgeMs),
    WRITERS: String(settings.writers),
  };
}

function nameOf(settings: Settings, replicas: number): string {
  const { prefetch, batchSize, batchMaxAgeMs, writers } = settings;
  const batch = `batch of ${batchSize} or ${batchMaxAgeMs} ms`;
  return `prefetch ${prefetch}, ${batch}, ${counted(writers, 'writer')}, ${counted(replicas, 'replica')}`;
}
