import { consumerLine } from '../lines/consumer.ts';
import { counted } from '../lines/line.ts';
import { runRounds } from '../lines/rounds.ts';
import { times, whole } from '../report/format.ts';
import { renderRates } from '../report/rates.ts';
import { ratio, summarizeLine } from '../report/summary.ts';
import { A_MILLION_POSTS, ONE_POST, ZIPF_POSTS } from '../workload/posts.ts';
import { type Mode, wanted } from './mode.ts';

const USUAL = "100,000 posts by Zipf's law";
const SPREADS = {
  'one post': ONE_POST,
  [USUAL]: ZIPF_POSTS,
  'a million posts evenly': A_MILLION_POSTS,
};
/** With one there is nobody to wait for; with four all want the counters of the same posts. */
const REPLICAS = [1, 4];
/** So that the database is the limit. */
const EVENTS_PER_ARRAY = 100;

export const posts: Mode = {
  title: 'Post views: how much it matters which posts are seen',
  about: 'one hot post, posts as they are mostly read, and a million posts that are all read alike',
  sizes: { events: 300_000, rounds: 3 },
  quick: { events: 50_000, rounds: 1 },
  limitMinutes: 30,

  workload: ({ events }) => `a backlog of ${whole(events)} events, arrays of ${EVENTS_PER_ARRAY}`,

  async run(stage, { events, rounds, only }) {
    const name = (spread: string, replicas: number) => `${spread}, ${counted(replicas, 'replica')}`;
    const groups = REPLICAS.map((replicas) =>
      Object.entries(SPREADS).map(([spread, spreadPosts]) => ({
        usual: name(USUAL, replicas),
        ...consumerLine(name(spread, replicas), {
          events,
          eventsPerMessage: EVENTS_PER_ARRAY,
          replicas,
          posts: spreadPosts,
        }),
      })),
    );
    const lines = wanted(groups.flat(), only);
    const measured = (await runRounds(stage, lines, rounds)).map(summarizeLine);
    const usualOf = new Map(lines.map((line) => [line.name, line.usual]));
    const table = renderRates(
      groups.map((group) => measured.filter(({ line }) => group.some((it) => it.name === line))),
      [
        {
          title: 'Zipf',
          cell: (line) =>
            times(
              ratio(
                line,
                measured.find((other) => other.line === usualOf.get(line.line)),
              ),
            ),
        },
      ],
    );
    return { text: table, data: { lines: measured } };
  },
};
