import { judgeApi } from '../api-goals.ts';
import type { Verdict } from '../goals.ts';
import { batchingSecondsOf, PAGES_PER_SECOND } from '../lines/batching.ts';
import { counted } from '../lines/line.ts';
import { type ReadLine, readLines } from '../lines/read-lines.ts';
import { CONNECTIONS, measureReads, RATE, REPLICAS, type Scene } from '../lines/read-rounds.ts';
import { startFilledApi, startHello } from '../lines/read-scene.ts';
import { FIRST_SEED } from '../lines/rounds.ts';
import { findSustainedRate } from '../lines/sustained.ts';
import { warmUpSecondsOf } from '../lines/warm-up.ts';
import { renderThroughput, renderTimes } from '../report/api-tables.ts';
import { type BatchingSummary, renderBatching, summarizeBatching } from '../report/batching.ts';
import { whole } from '../report/format.ts';
import { renderGoals } from '../report/goals-table.ts';
import { type LoadSummary, shareOf } from '../report/load-summary.ts';
import { FILLED_DAYS } from '../stage/fill-counters.ts';
import { giveRoomFor } from '../stage/room.ts';
import type { Stage } from '../stage/stage.ts';
import { BATCH } from '../workload/requests.ts';
import { type Mode, type Sizes, wanted } from './mode.ts';

/** Of what the consumer keeps up with. */
const INGEST_SHARE = 0.5;
/** The small tables have a hundredth of the rows, but the posts of a batch at least. */
const SMALLER = 100;

export const api: Mode = {
  title: 'Post views: how fast the API answers, beside a bare server',
  about: 'how fast the API answers: beside a bare server, while views come in, and with many rows',
  sizes: { events: 150_000, rounds: 3, seconds: 20, rows: 10_000_000 },
  quick: { events: 20_000, rounds: 1, seconds: 2, rows: 50_000, rate: 500 },
  limitMinutes: 120,

  workload: ({ rows, seconds }) =>
    `${whole(postsOf(rows).large * FILLED_DAYS)} rows of ${FILLED_DAYS} days, made once for all lines; ` +
    `${whole(postsOf(rows).large)} posts, seen by Zipf's law; closed loop: ${CONNECTIONS} connections, kept alive; ` +
    `open loop: ${whole(RATE)} requests/s, each at its time; ${PAGES_PER_SECOND} pages/s of ${BATCH} posts for ${batchingSecondsOf(seconds)} s; ` +
    `${seconds} s after ${warmUpSecondsOf(seconds)} s`,

  async run(stage, sizes) {
    const posts = postsOf(sizes.rows);
    const rows = { large: posts.large * FILLED_DAYS, small: posts.small * FILLED_DAYS };
    const lines = wanted(readLines(posts, rows), sizes.only);
    await using room = await giveRoomFor(sizes.rows, stage.database, stage);
    const ingestRate = await chooseIngestRate(stage, lines, sizes);
    // Whoever is asked while views come in: they go to the large tables.
    const asks = (on: ReadLine['on']) =>
      lines.some((line) => line.on === on || (on === 'large' && line.table === 'ingesting'));
    await using started = new AsyncDisposableStack();
    const { keep } = sizes;
    const start = async (count: number) =>
      started.use(await startFilledApi(stage, { posts: count, keep }));
    const scene: Scene = {
      stage,
      ingestRate,
      hello: asks('hello') ? started.use(await startHello(stage)) : undefined,
      small: asks('small') ? await start(posts.small) : undefined,
      large: asks('large') ? await start(posts.large) : undefined,
    };
    const measured = await measureReads(scene, lines, sizes);
    const verdicts = judgeApi(lines, measured);
    const batching = measured.flatMap((summary, index) => {
      const line = lines[index];
      return line?.table === 'batching' ? [summarizeBatching(line, summary)] : [];
    });
    const faults = measured.filter(({ fault }) => fault !== undefined);
    return {
      text: render(lines, measured, { batching, verdicts }),
      data: {
        room: room !== undefined,
        ingest: { replicas: REPLICAS, publishedPerSecond: ingestRate },
        lines: measured,
        batching,
        goals: verdicts,
      },
      ...(faults.length > 0 && {
        fault: faults.map(({ line, fault }) => `${line}: ${fault}`).join('; '),
      }),
    };
  },
};

function postsOf(rows: number): { large: number; small: number } {
  const large = Math.max(BATCH, Math.floor(rows / FILLED_DAYS));
  return { large, small: Math.max(BATCH, Math.floor(large / SMALLER)) };
}

/** Half of what one consumer keeps up with, unless it was given. */
async function chooseIngestRate(
  stage: Stage,
  lines: readonly ReadLine[],
  { rate, events }: Sizes,
): Promise<number> {
  if (rate !== undefined || !lines.some(({ table }) => table === 'ingesting')) return rate ?? 0;
  stage.say(`looking for what ${counted(REPLICAS, 'replica')} keeps up with`);
  const most = await findSustainedRate(stage, FIRST_SEED, { replicas: REPLICAS, events });
  return Math.round(most * INGEST_SHARE);
}

function render(
  lines: readonly ReadLine[],
  measured: readonly LoadSummary[],
  {
    batching,
    verdicts,
  }: { readonly batching: readonly BatchingSummary[]; readonly verdicts: readonly Verdict[] },
): string {
  const of = (table: ReadLine['table']) =>
    measured.filter((_, index) => lines[index]?.table === table);
  const throughput = of('throughput');
  const hello = throughput.find(({ line }) => line === 'hello');
  const times = [of('idle'), of('ingesting'), of('size')];
  return [
    ...(throughput.length > 0
      ? [renderThroughput(throughput, (line) => shareOf(line, hello))]
      : []),
    ...(times.flat().length > 0 ? [renderTimes(times)] : []),
    ...(batching.length > 0 ? [renderBatching(batching)] : []),
    ...(verdicts.length > 0 ? [renderGoals(verdicts)] : []),
  ].join('\n');
}
