import { type Ending, readCommands } from '@post-views/terminal';
import { type Command, InvalidArgumentError } from 'commander';
import type { Context } from './context.ts';
import { type RebuildOptions, rebuild } from './rebuild.ts';
import { type VerifyOptions, verify } from './verify.ts';

export type Run = (context: Context) => Promise<Ending>;

const ABOUT = {
  name: 'pnpm counters',
  description: 'Compares the counters with the raw views, and counts again what is wrong.',
  more: `
Both are exact while views are counted. They look at the database at DATABASE_URL.
A day whose raw views have been dropped can't be verified or rebuilt.

Exit codes: 0 all counters are right, or were replaced; 1 some are wrong, or it
failed; 2 called in a wrong way.

Examples:
  $ pnpm counters verify
  $ pnpm counters verify --from 2026-11-01 --to 2026-11-07
  $ pnpm counters rebuild --from 2026-11-03 --to 2026-11-03
`,
};

/** @returns what to run, or the exit code when there is nothing to run */
export function readCommandLine(args: readonly string[]): Run | number {
  return readCommands<Run>(ABOUT, args, (program, choose) => {
    withDays(program.command('verify'))
      .description('compare raw views with days, and days with totals')
      .option('--json', 'one JSON object a line, for a program; the totals have no day')
      .action((options: VerifyOptions) => choose((context) => verify(context, options)));
    withDays(program.command('rebuild'))
      .description('count again what is wrong, and replace it, after asking')
      .option('-y, --yes', 'do not ask')
      .action((options: RebuildOptions) => choose((context) => rebuild(context, options)));
  });
}

function withDays(command: Command): Command {
  return command
    .option('--from <day>', 'the first UTC day (default: the first that is kept)', day)
    .option('--to <day>', 'the last UTC day (default: today)', day);
}

function day(text: string): string {
  const time = Date.parse(`${text}T00:00:00Z`);
  // 30 February is another day, and no other form is one.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) {
    throw new InvalidArgumentError('It must be a day: 2026-11-24.');
  }
  return text;
}
