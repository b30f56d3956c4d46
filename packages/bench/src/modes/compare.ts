import { judge } from '../goals.ts';
import { articleLine } from '../lines/article.ts';
import { brokerCeilingLine } from '../lines/broker-ceiling.ts';
import { consumerLine, nameOf } from '../lines/consumer.ts';
import { databaseCeilingLine } from '../lines/database-ceiling.ts';
import type { Line } from '../lines/line.ts';
import { runRounds } from '../lines/rounds.ts';
import { percent, times, whole } from '../report/format.ts';
import { renderGoals } from '../report/goals-table.ts';
import { renderRates } from '../report/rates.ts';
import { fastest, ratio, summarizeLine } from '../report/summary.ts';
import { ZIPF_POSTS } from '../workload/posts.ts';
import { type Mode, wanted } from './mode.ts';

const REPLICAS = [1, 2, 4];
const READERS = [1, 2];
const EVENTS_PER_ARRAY = 100;
/** What a quorum queue has out to one consumer, at most. */
const PREFETCH = 2000;
/** The consumer's default. */
const BATCH_SIZE = 1000;

type Kind = 'article' | 'single' | 'arrays' | 'database' | 'broker';

/** Of the events of a line with one event a message: what is slower gets fewer of them, so that all take seconds. */
const SHARES: Readonly<Record<Kind, number>> = {
  article: 1 / 20,
  single: 1,
  arrays: 2,
  database: 2,
  broker: 1,
};

export const compare: Mode = {
  title: 'Post views: what this consumer reaches, and what limits it',
  about: "this consumer beside the article's, and beside what database and broker reach alone",
  sizes: { events: 200_000, rounds: 3 },
  quick: { events: 20_000, rounds: 1 },
  limitMinutes: 30,

  workload({ events }) {
    const backlogs = Object.entries(SHARES).map(
      ([kind, share]) => `${kind} ${whole(Math.ceil(events * share))}`,
    );
    return `100,000 posts by Zipf's law; events of a backlog: ${backlogs.join(', ')}`;
  },

  async run(stage, { events, rounds, only }) {
    const all = allLines(events);
    const lines = wanted(Object.values(all).flat(), only);
    const measured = (await runRounds(stage, lines, rounds)).map(summarizeLine);
    const of = (kind: Kind) =>
      measured.filter(({ line }) => all[kind].some(({ name }) => name === line));
    const [article] = of('article');
    const ceiling = fastest(of('database'));
    const groups = (['article', 'single', 'arrays', 'database', 'broker'] as const).map(of);
    const verdicts = judge({
      article: of('article'),
      single: of('single'),
      arrays: of('arrays'),
      database: of('database'),
    });
    const table = renderRates(groups, [
      { title: 'article', cell: (line) => times(ratio(line, article)) },
      { title: 'database', cell: (line) => percent(ratio(line, ceiling)) },
    ]);
    const data = measured.map((line) => ({
      timesArticle: ratio(line, article),
      shareOfCeiling: ratio(line, ceiling),
      ...line,
    }));
    return { text: `${table}\n${renderGoals(verdicts)}`, data: { lines: data, goals: verdicts } };
  },
};

function allLines(events: number): Readonly<Record<Kind, readonly Line[]>> {
  const posts = ZIPF_POSTS;
  const share = (kind: Kind) => Math.ceil(events * SHARES[kind]);
  const consumers = (kind: Kind, eventsPerMessage: number) =>
    REPLICAS.map((replicas) => {
      const options = { events: share(kind), eventsPerMessage, replicas, posts };
      return consumerLine(nameOf(options), options);
    });
  return {
    article: [articleLine({ events: share('article'), posts })],
    single: consumers('single', 1),
    arrays: consumers('arrays', EVENTS_PER_ARRAY),
    database: REPLICAS.map((connections) =>
      databaseCeilingLine({ events: share('database'), posts, connections, batchSize: BATCH_SIZE }),
    ),
    broker: READERS.map((processes) =>
      brokerCeilingLine({
        events: share('broker'),
        posts,
        processes,
        prefetch: PREFETCH,
        acknowledgeEvery: BATCH_SIZE,
      }),
    ),
  };
}
