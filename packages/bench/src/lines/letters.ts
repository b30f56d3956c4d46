import type { RejectionReason } from '@post-views/event';
import { type CommandCost, watchCommand } from '../measure/watch-command.ts';
import { whole } from '../report/format.ts';
import { needCounts, needTaken, type QueueCounts, readCounts } from '../stage/dead-letters.ts';
import type { Stage } from '../stage/stage.ts';
import { lettersOf } from '../workload/letters.ts';
import { publishAll } from '../workload/publish.ts';
import type { Workload } from '../workload/workload.ts';

/** What one command took, and what it left. */
export interface CommandSample extends CommandCost {
  readonly command: string;
  /** Dead letters in the queue when it began. */
  readonly letters: number;
  readonly after: QueueCounts;
}

const REASON: RejectionReason = 'in_future';

/**
 * Each event of the workload becomes a dead letter. They are listed, replayed in two parts, and, when they are
 * there again, dropped.
 *
 * @throws when the queues hold anything else afterwards than they should
 */
export async function measureLetters(stage: Stage, workload: Workload): Promise<CommandSample[]> {
  const { broker, signal } = stage;
  const all = workload.events;
  const [chosen, others] = bodiesByReason(stage, workload);
  const fill = async () => {
    await publishAll(broker.channel, messagesOf(stage, workload), signal);
    await needCounts(broker, { dead: all, source: 0 });
  };
  const replay = async (command: string, letters: number, bodies: ReadonlySet<string>) => {
    const after = { dead: letters - bodies.size, source: bodies.size };
    const sample = await run(stage, command, { letters, tells: bodies.size, after });
    await needTaken(broker, bodies, signal);
    return sample;
  };

  await fill();
  const kept = { dead: all, source: 0 };
  const listed = await run(stage, 'list', { letters: all, tells: all, after: kept });
  const replayed = await replay(`replay --reason ${REASON}`, all, chosen);
  const rest = await replay('replay', others.size, others);
  await fill();
  const none = { dead: 0, source: 0 };
  const dropped = await run(stage, 'drop --yes', { letters: all, tells: all, after: none });
  return [listed, replayed, rest, dropped];
}

/** @param tells the number of letters that the command must tell of */
async function run(
  stage: Stage,
  command: string,
  { letters, tells, after }: { letters: number; tells: number; after: QueueCounts },
): Promise<CommandSample> {
  const { broker, signal } = stage;
  await using program = stage.startDeadLetters(command.split(' '));
  const isAtWork = async () => (await readCounts(broker)).dead < letters;
  const { output, cost } = await watchCommand(program, isAtWork, signal);
  if (!output.includes(whole(tells))) {
    throw new Error(`${command} does not tell of ${whole(tells)} letters, but\n${output}`);
  }
  await needCounts(broker, after);
  stage.say(`${command.padEnd(26)} ${whole(letters)} letters in ${cost.seconds.toFixed(1)} s`);
  return { command, letters, ...cost, after };
}

function* messagesOf({ broker }: Stage, workload: Workload) {
  for (const { message } of lettersOf(workload, broker.queue)) yield message;
}

/** The bodies of the letters of the reason, and of all others. */
function bodiesByReason({ broker }: Stage, workload: Workload): [Set<string>, Set<string>] {
  const [chosen, others] = [new Set<string>(), new Set<string>()];
  for (const { reason, message } of lettersOf(workload, broker.queue)) {
    (reason === REASON ? chosen : others).add(message.body.toString());
  }
  return [chosen, others];
}
