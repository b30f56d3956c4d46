import { type Latencies, measureLatency } from '../lines/latency.ts';
import { counted } from '../lines/line.ts';
import { FIRST_SEED } from '../lines/rounds.ts';
import { findSustainedRate } from '../lines/sustained.ts';
import { quantile } from '../measure/statistics.ts';
import { decimal, whole } from '../report/format.ts';
import { renderTable, right } from '../report/table.ts';
import type { Stage } from '../stage/stage.ts';
import { type Mode, type Sizes, wanted } from './mode.ts';

const REPLICAS = [1, 2];
/** So much of the most that is kept up with: above that, waiting takes over. */
const SHARE_OF_MOST = 0.7;

export const latency: Mode = {
  title: 'Post views: how long it takes until a view is in the answers of the API',
  about: 'how long it takes from publishing a view to an answer of the API that contains it',
  sizes: { events: 150_000, rounds: 1, seconds: 60 },
  quick: { events: 20_000, rounds: 1, seconds: 5 },
  limitMinutes: 60,

  workload: ({ seconds }) =>
    `100,000 posts by Zipf's law, one event a message, at a fixed rate for ${seconds} s`,

  async run(stage, sizes) {
    const lines = wanted(
      REPLICAS.map((replicas) => ({ name: counted(replicas, 'replica'), replicas })),
      sizes.only,
    );
    const results: LatencyResult[] = [];
    for (let round = 0; round < sizes.rounds; round++) {
      for (const { name, replicas } of lines) {
        const result = await measure(stage, FIRST_SEED + round, replicas, sizes);
        stage.say(`round ${round + 1}/${sizes.rounds}  ${name}  p99 ${whole(result.p99)} ms`);
        results.push({ line: name, round: round + 1, ...result });
      }
    }
    return { text: render(results), data: { lines: results } };
  },
};

interface LatencyResult extends Latencies {
  readonly line: string;
  readonly round: number;
  /** The highest steady rate that is kept up with, in events per second; `null` when the rate was given. */
  readonly most: number | null;
  readonly rate: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

async function measure(
  stage: Stage,
  seed: number,
  replicas: number,
  { events, seconds, rate: given }: Sizes,
): Promise<Omit<LatencyResult, 'line' | 'round'>> {
  const most =
    given === undefined ? await findSustainedRate(stage, seed, { replicas, events }) : null;
  const rate = given ?? Math.round((most ?? 0) * SHARE_OF_MOST);
  stage.say(`${counted(replicas, 'replica')}: ${whole(rate)} events/s for ${seconds} s`);
  const latencies = await measureLatency(stage, seed, { replicas, rate, seconds });
  const [p50 = 0, p95 = 0, p99 = 0, max = 0] = [0.5, 0.95, 0.99, 1].map((share) =>
    quantile(latencies.ms, share),
  );
  return { most, rate, p50, p95, p99, max, ...latencies };
}

function render(results: readonly LatencyResult[]): string {
  const LATENCY = 'from due to answered, ms';
  const CPU = 'CPU seconds for 100,000 events';
  return renderTable(
    [
      { title: '', align: 'left' },
      { title: 'round', align: 'right' },
      right('events/s', 'at most'),
      right('events/s', 'published'),
      ...['p50', 'p95', 'p99', 'max'].map((title) => right(LATENCY, title)),
      { title: 'views seen', align: 'right' },
      ...['node', 'database', 'broker'].map((title) => right(CPU, title)),
    ],
    results.map((result) => [
      result.line,
      String(result.round),
      result.most === null ? 'given' : whole(result.most),
      whole(result.rate),
      ...[result.p50, result.p95, result.p99, result.max].map(whole),
      whole(result.ms.length),
      decimal(result.cpuPer100k.node, 2),
      decimal(result.cpuPer100k.database, 2),
      decimal(result.cpuPer100k.broker, 2),
    ]),
  );
}
