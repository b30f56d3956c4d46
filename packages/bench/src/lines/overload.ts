import type { Overloaded } from '../api-goals.ts';
import { isSuccess } from '../load-generator/tally.ts';
import { growthOf, watchMemory } from '../measure/memory.ts';
import { whole } from '../report/format.ts';
import { faultOf } from '../report/load-summary.ts';
import type { Api } from '../stage/api.ts';
import type { Stage } from '../stage/stage.ts';
import { type Requests, requestsOf } from '../workload/requests.ts';
import { watchRecovery } from './recovery.ts';
import { type LoadSample, runLoad } from './run-load.ts';
import { warmUpSecondsOf } from './warm-up.ts';

/** Of the highest rate. */
export const OFFERED_TIMES = 3;
/** What is due when all of them are busy is not sent, so that the load generator stays small as well. */
export const MANY_CONNECTIONS = 1_000;
const SEARCH_SECONDS = 10;

export interface OverloadOptions {
  readonly seconds: number;
  /** The highest rate is looked for with each of these numbers of connections. */
  readonly connections: readonly number[];
}

/** What became of one round of it. */
export interface OverloadResult extends Overloaded {
  /** Answers in a second, closed loop. */
  readonly highest: { readonly perSecond: number; readonly connections: number };
  /** Requests in a second. */
  readonly offered: number;
  /** Of the API, a few in a second. */
  readonly memoryBytes: readonly number[];
  readonly sample: LoadSample;
}

/** Looks for the highest rate that is answered, then offers three times as many requests. */
export async function measureOverload(
  stage: Stage,
  api: Api,
  requests: Requests,
  { seconds, connections }: OverloadOptions,
): Promise<OverloadResult> {
  const { signal } = stage;
  const highest = await findHighest(stage, api, requests, { seconds, connections });
  const offered = Math.round(highest.perSecond * OFFERED_TIMES);
  stage.say(`${whole(offered)} requests/s for ${seconds} s`);
  let memory: readonly number[] = [];
  let recoveryMs: number | null = null;
  const sample = await runLoad(
    stage,
    api,
    {
      requests,
      connections: MANY_CONNECTIONS,
      rate: offered,
      warmUpSeconds: warmUpSecondsOf(seconds),
      seconds,
    },
    async (over) => {
      memory = await watchMemory(api.pid, over, signal);
      recoveryMs = await watchRecovery(api, requestsOf(requests), signal);
    },
  );
  const shed = (sample.statuses['503'] ?? 0) - sample.shedWithoutRetryAfter;
  return {
    highest,
    offered,
    answeredShare: sample.answeredPerSecond / highest.perSecond,
    shed,
    failures: sample.shedWithoutRetryAfter + failuresOf(sample),
    unsent: sample.unsent,
    memoryGrowth: growthOf(memory),
    memoryBytes: memory,
    recoveryMs,
    sample,
  };
}

/** @throws when none of the numbers of connections went without a fault */
async function findHighest(
  stage: Stage,
  api: Api,
  requests: Requests,
  { seconds, connections: tried }: OverloadOptions,
): Promise<OverloadResult['highest']> {
  let [perSecond, most] = [0, 0];
  for (const connections of tried) {
    const sample = await runLoad(stage, api, {
      requests,
      connections,
      warmUpSeconds: warmUpSecondsOf(seconds),
      seconds: Math.min(SEARCH_SECONDS, seconds),
    });
    const fault = faultOf([sample]);
    stage.say(
      `${connections} connections: ${whole(sample.answeredPerSecond)} requests/s${fault ? ` (${fault})` : ''}`,
    );
    if (fault !== undefined || sample.answeredPerSecond < perSecond) continue;
    [perSecond, most] = [sample.answeredPerSecond, connections];
  }
  if (most === 0) throw new Error('the API does not answer what it is asked');
  return { perSecond, connections: most };
}

/** Neither 2xx nor 503. */
function failuresOf({ statuses }: LoadSample): number {
  return Object.entries(statuses)
    .filter(([status]) => status !== '503' && !isSuccess(Number(status)))
    .reduce((sum, [, count]) => sum + count, 0);
}
