import { runCommand } from '@post-views/terminal';
import { readCommandLine } from './cli.ts';
import { readConfig } from './config.ts';

/** `pnpm dead-letters`: see `--help`. */
await runCommand(readCommandLine(process.argv.slice(2)), (run, terminal) =>
  run({ ...terminal, config: readConfig(process.env) }),
);
