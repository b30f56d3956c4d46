import { decimal, whole } from '../report/format.ts';
import { faultOf, type LoadSummary, summarizeLoad } from '../report/load-summary.ts';
import type { Stage } from '../stage/stage.ts';
import { readSums, verifyGrowth } from '../stage/sums.ts';
import { verifyAnswers } from '../stage/verify-answers.ts';
import type { Kind } from '../workload/requests.ts';
import { measureBatching } from './batching.ts';
import { whileIngesting } from './ingest.ts';
import type { ReadLine } from './read-lines.ts';
import type { FilledApi } from './read-scene.ts';
import { FIRST_SEED, rotated } from './rounds.ts';
import { type LoadSample, runLoad, type Target } from './run-load.ts';
import { warmUpSecondsOf } from './warm-up.ts';

/** Requests a second, open loop. */
export const RATE = 1_000;
/** Closed loop. */
export const CONNECTIONS = 64;
/** Open loop: more than are ever busy, unless the server stalls. */
const MANY_CONNECTIONS = 128;
const WAITING = 10_000;
export const REPLICAS = 1;

/** Who can be asked. What no line asks is not there. */
export interface Scene {
  readonly stage: Stage;
  /** Events per second. */
  readonly ingestRate: number;
  readonly hello: Target | undefined;
  readonly small: FilledApi | undefined;
  readonly large: FilledApi | undefined;
}

/** All lines in turn, each round beginning with another; before and after, answers are compared with the tables. */
export async function measureReads(
  scene: Scene,
  lines: readonly ReadLine[],
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<LoadSummary[]> {
  const { stage, large } = scene;
  const refused = await verifyAll(scene, lines);
  const answered = lines.filter((line) => !refused.has(line.requests.kind));
  const firstAt = Date.now();
  const before = large && (await readSums(large.database, { firstAt }));
  const samples = new Map<ReadLine, RoundSample[]>(lines.map((line) => [line, []]));
  let events = 0;
  for (let round = 0; round < rounds; round++) {
    for (const line of rotated(answered, Math.round((round * answered.length) / rounds))) {
      const sample = await measure(scene, line, FIRST_SEED + round, seconds);
      samples.get(line)?.push(sample);
      events += sample.ingestedEvents ?? 0;
      stage.say(`round ${round + 1}/${rounds}  ${line.name.padEnd(32)} ${inShort(sample)}`);
    }
  }
  if (before) {
    verifyGrowth(before, await readSums(large.database, { firstAt }), { events });
    await verifyAll(scene, answered);
  }
  return lines.map((line) => {
    const status = refused.get(line.requests.kind);
    return summarizeLoad({
      line: line.name,
      rounds: samples.get(line) ?? [],
      refused: status === undefined ? undefined : `answers ${status}`,
    });
  });
}

async function verifyAll(
  { stage, large, small }: Scene,
  lines: readonly ReadLine[],
): Promise<Map<Kind, number>> {
  const refused = new Map<Kind, number>();
  for (const [on, filled] of [['large', large] as const, ['small', small] as const]) {
    const kinds = new Set(lines.filter((l) => l.on === on).map(({ requests }) => requests.kind));
    if (!filled) continue;
    const { api: asked, database, posts } = filled;
    const found = await verifyAnswers(asked, database, { kinds, posts }, stage.signal);
    for (const [kind, status] of found) refused.set(kind, status);
  }
  return refused;
}

interface RoundSample extends LoadSample {
  readonly statementsPerPage?: number;
  readonly ingested?: number;
  readonly ingestedEvents?: number;
}

async function measure(
  { stage, hello, large, small, ingestRate }: Scene,
  { table, on, requests, group = 1 }: ReadLine,
  seed: number,
  seconds: number,
): Promise<RoundSample> {
  const target = { hello, large: large?.api, small: small?.api }[on];
  if (!target) throw new Error(`${on} was not started`);
  const warmUpSeconds = warmUpSecondsOf(seconds);
  const options = { requests: { ...requests, seed }, warmUpSeconds, seconds };
  if (table === 'batching' && large) {
    return measureBatching(stage, large, { requests: options.requests, group, seconds });
  }
  if (table === 'throughput') {
    return runLoad(stage, target, { ...options, connections: CONNECTIONS });
  }
  const openLoop = { ...options, connections: MANY_CONNECTIONS, rate: RATE, waiting: WAITING };
  if (table !== 'ingesting' || !large) return runLoad(stage, target, openLoop);
  const ingest = { replicas: REPLICAS, rate: ingestRate, seed };
  const { result, events, eventsPerSecond } = await whileIngesting(
    stage,
    large.database,
    ingest,
    () => runLoad(stage, target, openLoop),
  );
  return { ...result, ingested: eventsPerSecond, ingestedEvents: events };
}

function inShort(sample: RoundSample): string {
  const rate = `${whole(sample.answeredPerSecond).padStart(8)} requests/s`;
  const p99 = sample.ms ? `, p99 ${decimal(sample.ms.p99, 2)} ms` : '';
  const fault = faultOf([sample]);
  return `${rate}${p99}${fault === undefined ? '' : ` (${fault})`}`;
}
