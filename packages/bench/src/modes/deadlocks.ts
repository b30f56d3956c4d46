import { judgeCounting } from '../goals.ts';
import { hotPostsLine } from '../lines/hot-posts.ts';
import { counted } from '../lines/line.ts';
import { runRounds } from '../lines/rounds.ts';
import { renderDeadlocks, summarizeDeadlocks } from '../report/deadlocks.ts';
import { whole } from '../report/format.ts';
import { renderGoals } from '../report/goals-table.ts';
import { TEN_POSTS } from '../workload/posts.ts';
import { type Mode, wanted } from './mode.ts';

const REPLICAS = 4;
const DAYS = 2;

export const deadlocks: Mode = {
  title: 'Post views: how often consumers get in the way of each other on hot posts',
  about:
    'how often four consumers deadlock on ten hot posts, and that they count exactly all the same',
  sizes: { events: 300_000, rounds: 3 },
  quick: { events: 20_000, rounds: 1 },
  limitMinutes: 30,

  workload: ({ events }) =>
    `${TEN_POSTS.count} posts evenly, today and yesterday in turn, ` +
    `a backlog of ${whole(events)} events, one event a message, ${counted(REPLICAS, 'replica')}`,

  async run(stage, { events, rounds, only }) {
    const name = `${counted(TEN_POSTS.count, 'post')}, ${counted(REPLICAS, 'replica')}`;
    const options = { events, posts: TEN_POSTS, days: DAYS, replicas: REPLICAS };
    const lines = wanted([hotPostsLine(name, options)], only);
    const measured = await runRounds(stage, lines, rounds);
    const samples = measured.flatMap((line) => line.rounds);
    const all = summarizeDeadlocks(samples, events);
    const table = renderDeadlocks(
      samples.map((sample) => summarizeDeadlocks([sample], events)),
      all,
    );
    const verdict = judgeCounting(all, name);
    return {
      text: `${table}\n${renderGoals([verdict])}`,
      data: { lines: measured.map((line) => ({ ...line, ...all })), goals: [verdict] },
      ...(!verdict.met && { fault: `not counted exactly: ${verdict.reached}` }),
    };
  },
};
