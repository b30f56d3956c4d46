import { serversFromEnv } from '@post-views/servers';
import { runMain } from '@post-views/service';
import closeWithGrace from 'close-with-grace';
import { helpText, readOptions } from './options.ts';
import { run } from './run.ts';

const ENDING_MS = 30_000;

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
  const stopping = new AbortController();
  const { way } = serversFromEnv(process.env, 'TEST_');
  if (way === 'given') throw new Error('SERVERS: the servers are killed, so they must be our own');
  const running = run({ ...options, way }, say, stopping.signal);
  let told = false;
  const ending = closeWithGrace({ delay: ENDING_MS, logger: false }, async () => {
    told = true;
    stopping.abort(new Error('stopped'));
    // That it was stopped, which is told below.
    await running.catch(() => undefined);
    say('stopped; nothing is left running');
  });
  try {
    await running;
  } catch (error) {
    if (!told) throw error;
  } finally {
    if (!told) ending.uninstall();
  }
});

/** Progress goes where it does not mix with the table. */
function say(line: string): void {
  process.stderr.write(`  ${line}\n`);
}
