import { wholeNumber } from '@post-views/service';
import { type Ending, readCommands } from '@post-views/terminal';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type DropOptions, drop } from './commands/drop.ts';
import { type ListOptions, list } from './commands/list.ts';
import { replay } from './commands/replay.ts';
import { type ShowOptions, show } from './commands/show.ts';
import type { Context } from './context.ts';
import { LETTER_REASONS, type LetterReason } from './letter.ts';

export type Run = (context: Context) => Promise<Ending>;

const ABOUT = {
  name: 'pnpm dead-letters',
  description: 'Shows, replays and drops the events that could not be counted.',
  more: `
The letters lie in the queue AMQP_QUEUE with .dead (analytics.post_views.dead),
on the broker at AMQP_URL. An id may be given by its beginning or its end, as
list shows it. IP addresses and user agents are masked.

Examples:
  $ pnpm dead-letters list
  $ pnpm dead-letters show 3b1d2c4e
  $ pnpm dead-letters replay --reason in_future
  $ pnpm dead-letters drop --reason invalid_json
`,
};

const ID = 'an id, or at least 4 characters of its beginning or its end';

interface WithReason {
  readonly reason?: LetterReason;
}

const reasonOption = () =>
  new Option('-r, --reason <reason>', 'only letters with this reason').choices(LETTER_REASONS);

/** @returns what to run, or the exit code when there is nothing to run */
export function readCommandLine(args: readonly string[]): Run | number {
  return readCommands<Run>(ABOUT, args, (program, choose) => {
    program
      .command('list')
      .description('show a line for each letter, and how many there are by reason')
      .addOption(reasonOption())
      .option('-n, --limit <lines>', 'lines to show (default: 50, with --json all)', lines)
      .option('--json', 'one JSON object a line, for a program')
      .action((options: ListOptions) => choose((context) => list(context, options)));
    program
      .command('show')
      .description('show all of one letter')
      .argument('<id>', ID, id)
      .option('--with-personal-data', 'mask nothing')
      .action((part: string, options: ShowOptions) =>
        choose((context) => show(context, part, options)),
      );
    program
      .command('replay')
      .description('send letters back to the queue that they came from')
      .summary('send letters back to be counted')
      .argument('[id...]', `${ID}; without any, all letters`, ids)
      .addOption(reasonOption())
      .action((parts: string[] | undefined, { reason }: WithReason, command) => {
        const selection = selectionOf(parts, reason, command);
        choose((context) => replay(context, selection));
      });
    program
      .command('drop')
      .description('remove letters for good, after asking')
      .argument('[id...]', `${ID}; without any, all letters`, ids)
      .addOption(reasonOption())
      .option('-y, --yes', 'do not ask')
      .action((parts: string[] | undefined, options: DropOptions & WithReason, command) => {
        const selection = selectionOf(parts, options.reason, command);
        choose((context) => drop(context, selection, options));
      });
  });
}

function selectionOf(
  parts: readonly string[] = [],
  reason: LetterReason | undefined,
  command: Command,
) {
  if (parts.length > 0 && reason !== undefined) {
    command.error('error: give ids or --reason, not both');
  }
  return { ids: parts, reason };
}

function lines(text: string): number {
  const read = wholeNumber(0, 1_000_000_000).safeParse(text);
  if (!read.success) throw new InvalidArgumentError('It must be a whole number.');
  return read.data;
}

function id(text: string): string {
  if (!/^[\da-f-]{4,36}$/i.test(text)) throw new InvalidArgumentError(`It must be ${ID}.`);
  return text;
}

function ids(text: string, before: string[] = []): string[] {
  return [...before, id(text)];
}
