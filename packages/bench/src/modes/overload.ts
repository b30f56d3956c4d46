import { judgeOverload } from '../api-goals.ts';
import { MANY_CONNECTIONS, measureOverload, OFFERED_TIMES } from '../lines/overload.ts';
import { startFilledApi } from '../lines/read-scene.ts';
import { FIRST_SEED } from '../lines/rounds.ts';
import { percent, whole } from '../report/format.ts';
import { renderGoals } from '../report/goals-table.ts';
import { type OverloadLine, renderOverload } from '../report/overload.ts';
import { FILLED_DAYS } from '../stage/fill-counters.ts';
import { giveRoomFor } from '../stage/room.ts';
import { verifyAnswers } from '../stage/verify-answers.ts';
import { BATCH } from '../workload/requests.ts';
import { type Mode, wanted } from './mode.ts';

const LINE = 'cold daily';

export const overload: Mode = {
  title: 'Post views: what the API does with three times the requests that it can answer',
  about: 'what the API does with three times the requests that it can answer',
  sizes: { rounds: 1, seconds: 60, rows: 10_000_000 },
  quick: { seconds: 5, rows: 50_000, connections: [64] },
  limitMinutes: 60,

  workload: ({ rows, seconds, connections }) =>
    `${whole(rows)} rows of ${FILLED_DAYS} days; daily views, each request another post; open loop for ${seconds} s, ` +
    `${MANY_CONNECTIONS} connections, ${OFFERED_TIMES} × the highest rate of ${connections.join(', ')} connections in a closed loop`,

  async run(stage, { rounds, seconds, rows, connections, keep, only }) {
    wanted([{ name: LINE }], only);
    await using _ = await giveRoomFor(rows, stage.database, stage);
    const posts = Math.max(BATCH, Math.floor(rows / FILLED_DAYS));
    await using filled = await startFilledApi(stage, { posts, keep });
    const lines: OverloadLine[] = [];
    for (let round = 0; round < rounds; round++) {
      const requests = { kind: 'daily', order: 'each', posts, seed: FIRST_SEED + round } as const;
      const result = await measureOverload(stage, filled.api, requests, { seconds, connections });
      stage.say(
        `round ${round + 1}/${rounds}  ${percent(result.answeredShare)} of the highest rate`,
      );
      lines.push({ line: LINE, round: round + 1, ...result });
    }
    await verifyAnswers(filled.api, filled.database, { kinds: ['daily'], posts }, stage.signal);
    const goals = lines.flatMap((line) => judgeOverload(line, `round ${line.round}`));
    const failures = lines.reduce((sum, line) => sum + line.failures, 0);
    return {
      text: `${renderOverload(lines)}\n${renderGoals(goals)}`,
      data: { lines, goals },
      ...(failures > 0 && { fault: `${whole(failures)} requests failed` }),
    };
  },
};
