import { ConfigError } from './env.ts';

/**
 * Runs a process's `main`. What goes wrong before there is a log is told on standard error in a few
 * words, without a stack, and ends the process with code 1.
 */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${error instanceof ConfigError ? words : `Failed: ${words}`}\n`);
    process.exit(1);
  }
}
