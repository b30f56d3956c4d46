import { runMain } from '@post-views/service';
import { type Ask, askOn } from './ask.ts';
import { followInterrupts } from './interrupts.ts';
import { type Output, outputTo } from './output.ts';

/** What each command is given, beside its settings. */
export interface Terminal {
  readonly out: Output;
  readonly err: Output;
  /** Aborts when the operator has had enough: Ctrl-C, or a signal. */
  readonly signal: AbortSignal;
  /** `undefined` when nobody can be asked. */
  readonly ask: Ask | undefined;
}

/** How a command has ended, if it did not fail; `wrong` when it has done its work, and found what it was to look for. */
export type Ending = 'done' | 'wrong' | 'stopped';

/** A command that can't be run as it was given. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const EXIT_USAGE = 2;

/**
 * Runs a command of an operator as a process, and sets its exit code.
 *
 * @param command as `readCommands` returns it: what is to run, or the exit code when there is nothing to run
 * @param run gives the command what it needs
 */
export async function runCommand<Command>(
  command: Command | number,
  run: (command: Command, terminal: Terminal) => Promise<Ending>,
): Promise<void> {
  await runMain(async () => {
    if (typeof command === 'number') {
      // Who has asked for help may have read enough of it.
      process.stdout.on('error', () => undefined);
      process.exitCode = command;
      return;
    }
    const interrupts = followInterrupts(process);
    const { stdin, stdout, stderr } = process;
    try {
      const ending = await run(command, {
        out: outputTo(stdout),
        err: outputTo(stderr),
        signal: interrupts.signal,
        ask: askOn(stdin, stderr, () => interrupts.interrupt('SIGINT')),
      });
      if (ending === 'wrong') process.exitCode = 1;
      if (ending === 'stopped') process.exitCode = interrupts.exitCode;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      stderr.write(`error: ${error.message}\n`);
      process.exitCode = EXIT_USAGE;
    } finally {
      interrupts.end();
    }
  });
}
