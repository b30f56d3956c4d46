import { consumerLine } from '../lines/consumer.ts';
import { drain } from '../lines/drain.ts';
import { counted, type Line } from '../lines/line.ts';
import { runRounds } from '../lines/rounds.ts';
import { percent, whole } from '../report/format.ts';
import { renderRates } from '../report/rates.ts';
import { type LineSummary, ratio, summarizeLine } from '../report/summary.ts';
import { type BenchDatabase, createServiceDatabase } from '../stage/database.ts';
import { fillWithViews, PAST_DAYS } from '../stage/fill.ts';
import { settle } from '../stage/settle.ts';
import type { Stage } from '../stage/stage.ts';
import { readSums, verifyGrowth } from '../stage/sums.ts';
import { ZIPF_POSTS } from '../workload/posts.ts';
import { backlog } from '../workload/workload.ts';
import { type Mode, wanted } from './mode.ts';

const REPLICAS = [1, 2];
const EVENTS_PER_ARRAY = 100;
const EMPTY = 'empty tables';
const DAY_MS = 24 * 60 * 60 * 1000;
/** What a fill leaves to be written is more than a drain does. */
const SETTLE_MS = 120_000;

export const size: Mode = {
  title: 'Post views: whether it gets slower when there are many of them',
  about: 'into empty tables, and beside the views of two months',
  sizes: { events: 300_000, rounds: 3, rows: 20_000_000 },
  quick: { events: 50_000, rounds: 1, rows: 500_000 },
  limitMinutes: 90,

  workload: ({ events, rows }) =>
    `100,000 posts by Zipf's law, a backlog of ${whole(events)} events in arrays of ${EVENTS_PER_ARRAY}; ` +
    `${whole(rows)} rows of ${PAST_DAYS} days and today`,

  async run(stage, { events, rounds, rows, only }) {
    const since = new Date(Date.now() - PAST_DAYS * DAY_MS);
    stage.say(`making ${whole(rows)} rows`);
    await using large = await createServiceDatabase(
      stage.servers.database.url,
      stage.signal,
      since,
    );
    await fillWithViews(large, rows, stage.say);
    await settle(large, stage.signal, SETTLE_MS);

    const name = (where: string, replicas: number) => `${where}, ${counted(replicas, 'replica')}`;
    const options = { events, eventsPerMessage: EVENTS_PER_ARRAY, posts: ZIPF_POSTS };
    const pairs = REPLICAS.map((replicas) => [
      consumerLine(name(EMPTY, replicas), { ...options, replicas }),
      largeLine(name(`${whole(rows)} rows`, replicas), large, { ...options, replicas }),
    ]);
    const lines = wanted(pairs.flat(), only);
    const measured = (await runRounds(stage, lines, rounds)).map(summarizeLine);
    const groups = pairs.map((pair) =>
      measured.filter(({ line }) => pair.some((it) => it.name === line)),
    );
    const emptyBeside = (line: LineSummary) =>
      groups.find((group) => group.includes(line))?.find((it) => it.line.startsWith(EMPTY));
    const table = renderRates(groups, [
      { title: 'the empty', cell: (line) => percent(ratio(line, emptyBeside(line))) },
    ]);
    return { text: table, data: { lines: measured } };
  },
};

/** As {@link consumerLine}, but into tables that hold much already, and then what was added. */
function largeLine(
  name: string,
  database: BenchDatabase,
  options: Parameters<typeof consumerLine>[1],
): Line {
  return {
    name,
    async run(stage, seed) {
      const workload = backlog({ seed, ...options });
      const before = await readSums(database, workload);
      const sample = await drain(onDatabase(stage, database), workload, options);
      verifyGrowth(before, await readSums(database, workload), workload);
      return sample;
    },
  };
}

function onDatabase(stage: Stage, database: BenchDatabase): Stage {
  return {
    ...stage,
    database,
    startConsumer: (env) => stage.startConsumer({ DATABASE_URL: database.url, ...env }),
  };
}
