import { consumerLine } from '../lines/consumer.ts';
import { counted } from '../lines/line.ts';
import { runRounds } from '../lines/rounds.ts';
import { times, whole } from '../report/format.ts';
import { renderRates } from '../report/rates.ts';
import { ratio, summarizeLine } from '../report/summary.ts';
import { ZIPF_POSTS } from '../workload/posts.ts';
import { type Mode, wanted } from './mode.ts';

const REPLICAS = [1, 2];
const PREFETCH = [500, 1000, 2000];
const BATCH_SIZE = [250, 500, 1000, 2000];
const BATCH_MAX_AGE_MS = [50, 200];

export const tuning: Mode = {
  title: 'Post views: settings of the consumer, one event a message',
  about: 'prefetch × batch size × age of a batch × replicas, with few events for each',
  sizes: { events: 40_000, rounds: 1 },
  quick: { events: 10_000, rounds: 1, only: ['batch of 1000'] },
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
          settings,
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

type Settings = Readonly<Record<'PREFETCH' | 'BATCH_SIZE' | 'BATCH_MAX_AGE_MS', string>>;

/** All of them but those with a prefetch that could never fill a batch. */
function settingsToTry(): Settings[] {
  return BATCH_SIZE.flatMap((batchSize) =>
    PREFETCH.filter((prefetch) => prefetch >= batchSize).flatMap((prefetch) =>
      BATCH_MAX_AGE_MS.map((age) => ({
        PREFETCH: String(prefetch),
        BATCH_SIZE: String(batchSize),
        BATCH_MAX_AGE_MS: String(age),
      })),
    ),
  );
}

function nameOf(
  { PREFETCH: prefetch, BATCH_SIZE: size, BATCH_MAX_AGE_MS: age }: Settings,
  replicas: number,
) {
  return `prefetch ${prefetch}, batch of ${size} or ${age} ms, ${counted(replicas, 'replica')}`;
}
