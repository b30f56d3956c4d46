import { consumerLine } from '../lines/consumer.ts';
import { drain } from '../lines/drain.ts';
import { counted, type Line } from '../lines/line.ts';
import { runRounds } from '../lines/rounds.ts';
import { percent, whole } from '../report/format.ts';
import { renderRates } from '../report/rates.ts';
import { type LineSummary, ratio, summarizeLine } from '../report/summary.ts';
import { type BenchDatabase, createServiceDatabase } from '../stage/database.ts';
import { fillWithViews, PAST_DAYS } from '../stage/fill.ts';
import { giveRoom } from '../stage/room.ts';
import { AFTER_FILL_MS } from '../stage/settle.ts';
import type { Stage } from '../stage/stage.ts';
import { readSums, verifyGrowth } from '../stage/sums.ts';
import { ZIPF_POSTS } from '../workload/posts.ts';
import { backlog } from '../workload/workload.ts';
import { type Mode, wanted } from './mode.ts';

const REPLICAS = [1, 2];
const DAY_MS = 24 * 60 * 60 * 1000;
const EVENTS_PER_ARRAY = 100;
const EMPTY = 'empty tables';
const AS_IT_COMES = 'as it comes';
const WITH_ROOM = 'with room';

export const size: Mode = {
  title: 'Post views: whether it gets slower when there are many of them',
  about: 'into empty tables, and beside the views of two months',
  sizes: { events: 300_000, rounds: 3, rows: 20_000_000 },
  quick: { events: 50_000, rounds: 1, rows: 500_000 },
  limitMinutes: 90,

  workload: ({ events, rows }) =>
    `100,000 posts by Zipf's law, a backlog of ${whole(events)} events in arrays of ${EVENTS_PER_ARRAY}; ` +
    `${whole(rows)} rows of ${PAST_DAYS} days and today; the database as it comes, and with room: a ` +
    'buffer pool of 2 GB, a redo log of 1 GB, and 200 pages a second to write at leisure',

  async run(stage, { events, rounds, rows, only }) {
    const since = new Date(Date.now() - PAST_DAYS * DAY_MS);
    const { signal, say } = stage;
    await using large = await createServiceDatabase(stage.servers.database.url, signal, since);
    const options = { events, eventsPerMessage: EVENTS_PER_ARRAY, posts: ZIPF_POSTS };
    const pairsOf = (settings: string) =>
      REPLICAS.map((replicas) => {
        const name = (where: string) => `${where}, ${counted(replicas, 'replica')}, ${settings}`;
        return [
          consumerLine(name(EMPTY), { ...options, replicas }),
          largeLine(name(`${whole(rows)} rows`), large, { ...options, replicas }),
        ];
      });
    const [asItComes, withRoom] = [pairsOf(AS_IT_COMES), pairsOf(WITH_ROOM)];
    const lines = wanted([...asItComes, ...withRoom].flat(), only);
    const measure = async (pairs: readonly (readonly Line[])[]) => {
      const chosen = pairs.flat().filter((line) => lines.includes(line));
      return (await runRounds(stage, chosen, rounds)).map(summarizeLine);
    };

    const roomWanted = withRoom.flat().some((line) => lines.includes(line));
    const room = roomWanted ? await giveRoom(large, stage) : undefined;
    const measured: LineSummary[] = [];
    {
      await using _ = room;
      say(`making ${whole(rows)} rows`);
      await fillWithViews(large, rows, say);
      await stage.settle(large, AFTER_FILL_MS);
      if (room) measured.push(...(await measure(withRoom)));
    }
    measured.unshift(...(await measure(asItComes)));
    const groups = [...asItComes, ...withRoom].map((pair) =>
      measured.filter(({ line }) => pair.some(({ name }) => name === line)),
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
