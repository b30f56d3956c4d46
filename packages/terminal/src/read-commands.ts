import { Command, CommanderError } from 'commander';
import { EXIT_USAGE } from './run-command.ts';
import { inHelp } from './style.ts';

export interface About {
  /** As it is called: `pnpm counters`. */
  readonly name: string;
  readonly description: string;
  /** What else its help says, behind the commands. */
  readonly more: string;
}

/**
 * Reads the command line of a program that has commands. Help and complaints are written at once.
 *
 * @param add adds the commands, each of which tells `choose` what is to run
 * @returns what to run, or the exit code when there is nothing to run
 */
export function readCommands<Run>(
  { name, description, more }: About,
  args: readonly string[],
  add: (program: Command, choose: (run: Run) => void) => void,
): Run | number {
  const program = new Command(name)
    .description(description)
    .addHelpText('after', more)
    .showHelpAfterError('Add --help for what there is.')
    .configureHelp(inHelp)
    .exitOverride();
  let chosen: Run | undefined;
  add(program, (run) => {
    chosen = run;
  });
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
