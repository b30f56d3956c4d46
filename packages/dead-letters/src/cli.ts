import { wholeNumber } from '@post-views/service';
import { type Ending, EXIT_USAGE, inHelp } from '@post-views/terminal';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type DropOptions, drop } from './commands/drop.ts';
import { type ListOptions, list } from './commands/list.ts';
import { replay } from './commands/replay.ts';
import { type ShowOptions, show } from './commands/show.ts';
import type { Context } from './context.ts';
import { LETTER_REASONS, type LetterReason } from './letter.ts';

export type Run = (context: Context) => Promise<Ending>;

const ABOUT = `
The letters lie in the queue AMQP_QUEUE with .dead (analytics.post_views.dead),
on the broker at AMQP_URL. An id may be given by its beginning or its end, as
list shows it. IP addresses and user agents are masked.

Examples:
  $ pnpm dead-letters list
  $ pnpm dead-letters show 3b1d2c4e
  $ pnpm dead-letters replay --reason in_future
  $ pnpm dead-letters drop --reason invalid_json
`;

const ID = 'an id, or at least 4 characters of its beginning or its end';

const reasonOption = () =>
  new Option('-r, --reason <reason>', 'only letters with this reason').choices(LETTER_REASONS);

/**
 * Reads the command line. Help and complaints are written at once.
 *
 * @returns what to run, or the exit code when there is nothing to run
 */
export function readCommandLine(args: readonly string[]): Run | number {
  const program = new Command('pnpm dead-letters')
    .description('Shows, replays and drops the events that could not be counted.')
    .addHelpText('after', ABOUT)
    .showHelpAfterError('Add --help for what there is.')
    .configureHelp(inHelp)
    .exitOverride();
  let chosen: Run | undefined;

  program
    .command('list')
    .description('show a line for each letter, and how many there are by reason')
    .addOption(reasonOption())
    .option('-n, --limit <lines>', 'lines to show (default: 50, with --json all)', lines)
    .option('--json', 'one JSON object a line, for a program')
    .action((options: ListOptions) => {
      chosen = (context) => list(context, options);
    });
  program
    .command('show')
    .description('show all of one letter')
    .argument('<id>', ID, id)
    .option('--with-personal-data', 'mask nothing')
    .action((part: string, options: ShowOptions) => {
      chosen = (context) => show(context, part, options);
    });
  program
    .command('replay')
    .description('send letters back to the queue that they came from')
    .summary('send letters back to be counted')
    .argument('[id...]', `${ID}; without any, all letters`, ids)
    .addOption(reasonOption())
    .action((parts: string[] | undefined, options: { reason?: LetterReason }, command) => {
      const selection = selectionOf(parts, options.reason, command);
      chosen = (context) => replay(context, selection);
    });
  program
    .command('drop')
    .description('remove letters for good, after asking')
    .argument('[id...]', `${ID}; without any, all letters`, ids)
    .addOption(reasonOption())
    .option('-y, --yes', 'do not ask')
    .action(
      (parts: string[] | undefined, options: DropOptions & { reason?: LetterReason }, command) => {
        const selection = selectionOf(parts, options.reason, command);
        chosen = (context) => drop(context, selection, options);
      },
    );

  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const asked =
      error.code === 'commander.helpDisplayed' ||
      (error.code === 'commander.help' && error.exitCode === 0);
    return asked ? 0 : EXIT_USAGE;
  }
  return chosen ?? EXIT_USAGE;
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
