import { type LoadSample, runLoad } from '../lines/load.ts';
import { type FilledApi, startFilledApi } from '../lines/read-scene.ts';
import { watchRecovery } from '../lines/recovery.ts';
import { FIRST_SEED } from '../lines/rounds.ts';
import { warmUpSecondsOf } from '../lines/warm-up.ts';
import { isSuccess } from '../load/tally.ts';
import { growthOf, watchMemory } from '../measure/memory.ts';
import { median } from '../measure/statistics.ts';
import { judgeOverload, type Overloaded } from '../read-goals.ts';
import { decimal, megabytes, percent, whole } from '../report/format.ts';
import { renderGoals } from '../report/goals-table.ts';
import { faultOf } from '../report/load-summary.ts';
import { type Column, renderTable } from '../report/table.ts';
import { FILLED_DAYS } from '../stage/fill-counters.ts';
import { giveRoomFor } from '../stage/room.ts';
import type { Stage } from '../stage/stage.ts';
import { verifyAnswers } from '../stage/verify-answers.ts';
import { type Requests, requestsOf } from '../workload/requests.ts';
import { type Mode, type Sizes, wanted } from './mode.ts';

const SEARCH_SECONDS = 10;
const TIMES = 3;
/** What is due when all of them are busy is not sent, so that the process that asks stays small as well. */
const MANY_CONNECTIONS = 1_000;
const FEWEST_POSTS = 50;
const LINE = 'cold daily';

export const overload: Mode = {
  title: 'Post views: what the API does when it is asked three times as much as it can answer',
  about: 'what the API does with three times the requests that it can answer',
  sizes: { rounds: 1, seconds: 60, rows: 10_000_000 },
  quick: { seconds: 5, rows: 50_000, connections: [64] },
  limitMinutes: 60,

  workload: ({ rows, seconds, connections }) =>
    `${whole(rows)} rows of ${FILLED_DAYS} days; daily views, each request another post; open loop for ${seconds} s, ` +
    `${MANY_CONNECTIONS} connections, ${TIMES} × the highest rate of ${connections.join(', ')} connections in a closed loop`,

  async run(stage, { rounds, seconds, rows, connections, only }) {
    wanted([{ name: LINE }], only);
    await using _ = await giveRoomFor(rows, stage.database, stage);
    const posts = Math.max(FEWEST_POSTS, Math.floor(rows / FILLED_DAYS));
    await using filled = await startFilledApi(stage, posts);
    const lines: Result[] = [];
    for (let round = 0; round < rounds; round++) {
      const requests = { kind: 'daily', order: 'each', posts, seed: FIRST_SEED + round } as const;
      const result = await measure(stage, filled, requests, { seconds, connections });
      stage.say(
        `round ${round + 1}/${rounds}  ${percent(result.answeredShare)} of the highest rate`,
      );
      lines.push({ line: LINE, round: round + 1, ...result });
    }
    await verifyAnswers(filled.api, filled.database, { kinds: ['daily'], posts }, stage.signal);
    const goals = lines.flatMap((line) => judgeOverload(line, `round ${line.round}`));
    const failures = lines.reduce((sum, line) => sum + line.failures, 0);
    return {
      text: `${render(lines)}\n${renderGoals(goals)}`,
      data: { lines, goals },
      ...(failures > 0 && { fault: `${whole(failures)} requests failed` }),
    };
  },
};

interface Result extends Overloaded {
  readonly line: string;
  readonly round: number;
  /** Answers in a second, closed loop. */
  readonly highest: { readonly perSecond: number; readonly connections: number };
  /** Requests in a second. */
  readonly offered: number;
  /** Of the API, a few in a second. */
  readonly memoryBytes: readonly number[];
  readonly sample: LoadSample;
}

async function measure(
  stage: Stage,
  { api }: FilledApi,
  requests: Requests,
  { seconds, connections }: Pick<Sizes, 'seconds' | 'connections'>,
): Promise<Omit<Result, 'line' | 'round'>> {
  const { signal } = stage;
  const highest = await findHighest(stage, api, requests, { seconds, connections });
  const offered = Math.round(highest.perSecond * TIMES);
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
  const shed = (sample.statuses['503'] ?? 0) - sample.mute503s;
  return {
    highest,
    offered,
    answeredShare: sample.answeredPerSecond / highest.perSecond,
    shed,
    failures: sample.mute503s + failuresOf(sample),
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
  api: FilledApi['api'],
  requests: Requests,
  { seconds, connections: tried }: Pick<Sizes, 'seconds' | 'connections'>,
): Promise<Result['highest']> {
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

function render(lines: readonly Result[]): string {
  const right = (group: string, title: string): Column => ({ group, title, align: 'right' });
  const RATE = 'requests/s';
  return renderTable(
    [
      { title: '', align: 'left' },
      right('', 'round'),
      ...['highest', 'offered', 'sent', 'answered', 'turned away'].map((title) =>
        right(RATE, title),
      ),
      right('', 'failed'),
      ...['p50', 'p99'].map((title) => right('answered after, ms', title)),
      ...['median', 'max', 'last third'].map((title) => right('memory, MB', title)),
      right('', 'as before after, ms'),
      right('', 'asking, of a core'),
    ],
    lines.map(({ line, round, highest, sample, ...result }) => [
      line,
      String(round),
      whole(highest.perSecond),
      whole(result.offered),
      whole((sample.requests - sample.unsent) / sample.seconds),
      whole(sample.answeredPerSecond),
      whole(result.shed / sample.seconds),
      whole(result.failures),
      decimal(sample.ms?.p50, 1),
      decimal(sample.ms?.p99, 1),
      megabytes(result.memoryBytes.length > 0 ? median(result.memoryBytes) : undefined),
      megabytes(Math.max(0, ...result.memoryBytes)),
      result.memoryGrowth === undefined ? '–' : `${decimal(result.memoryGrowth * 100, 1)} %`,
      result.recoveryMs === null ? '> 30,000' : whole(result.recoveryMs),
      percent(sample.cpuSeconds / sample.seconds),
    ]),
  );
}
