import { runMain } from '@post-views/service';
import { askOn } from './ask.ts';
import { EXIT_USAGE, readCommandLine } from './cli.ts';
import { readConfig } from './config.ts';
import { UsageError } from './context.ts';
import { followInterrupts } from './interrupts.ts';
import { outputTo } from './output.ts';

/** `pnpm dead-letters`: see `--help`. */
await runMain(async () => {
  const run = readCommandLine(process.argv.slice(2));
  if (typeof run === 'number') {
    process.exitCode = run;
    return;
  }
  const interrupts = followInterrupts(process);
  const { stdin, stdout, stderr } = process;
  try {
    const ending = await run({
      config: readConfig(process.env),
      out: outputTo(stdout),
      err: outputTo(stderr),
      signal: interrupts.signal,
      ask: askOn(stdin, stderr, () => interrupts.interrupt('SIGINT')),
    });
    if (ending === 'stopped') process.exitCode = interrupts.exitCode;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    stderr.write(`error: ${error.message}\n`);
    process.exitCode = EXIT_USAGE;
  } finally {
    interrupts.end();
  }
});
