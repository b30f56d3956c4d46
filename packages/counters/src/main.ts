import { openDatabase, toldError } from '@post-views/db';
import { type Ending, runCommand, type Terminal } from '@post-views/terminal';
import { type Run, readCommandLine } from './cli.ts';
import { readConfig } from './config.ts';

/** One for the work, one for what ends a statement of it. */
const CONNECTIONS = 2;
const CONNECT_TIMEOUT_MS = 10_000;

/** `pnpm counters`: see `--help`. */
await runCommand(readCommandLine(process.argv.slice(2)), run);

async function run(command: Run, terminal: Terminal): Promise<Ending> {
  const { databaseUrl: url } = readConfig(process.env);
  const db = openDatabase({
    url,
    connections: CONNECTIONS,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
  });
  try {
    return await command({ ...terminal, db });
  } catch (error) {
    if (terminal.signal.aborted) return 'stopped';
    throw toldError(error);
  } finally {
    await db.destroy();
  }
}
