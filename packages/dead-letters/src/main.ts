import { runCommand } from '@post-views/terminal';
import { readCommandLine } from './cli.ts';
import { readConfig } from './config.ts';

/** `pnpm dead-letters`: see `--help`. */
const run = readCommandLine(process.argv.slice(2));
await runCommand(
  typeof run === 'number'
    ? run
    : (terminal) => run({ ...terminal, config: readConfig(process.env) }),
);
