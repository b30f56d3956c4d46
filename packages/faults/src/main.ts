import { runUntilStopped } from '@post-views/programs';
import { serversFromEnv } from '@post-views/servers';
import { runMain } from '@post-views/service';
import { helpText, readOptions } from './options.ts';
import { run } from './run.ts';

/**
 * `pnpm test:faults [options]`: plays the rows on real servers, then consumers that make a mistake each, which the rows
 * must notice; prints a table and writes it as JSON. Its last line is `N passed, N failed`, of rows and mistakes.
 */
await runMain(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(helpText());
    return;
  }
  const { way } = serversFromEnv(process.env, 'TEST_');
  if (way === 'given') throw new Error('SERVERS: the servers are killed, so they must be our own');
  await runUntilStopped((signal) => run({ ...options, way }, say, signal), say);
});

/** Progress goes where it does not mix with the table. */
function say(line: string): void {
  process.stderr.write(`  ${line}\n`);
}
