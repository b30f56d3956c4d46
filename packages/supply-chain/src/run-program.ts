import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What pnpm prints for a hundred kilobytes of each of twenty packages, and room to grow. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/**
 * What a program prints, run in the root of the repository.
 *
 * @throws when it fails; with what it said
 */
export async function runProgram(program: string, ...args: string[]): Promise<string> {
  const options = { cwd: ROOT, maxBuffer: MAX_OUTPUT_BYTES };
  const { stdout } = await promisify(execFile)(program, args, options);
  return stdout;
}

/** The pnpm that runs the script; without one, as in an editor's test runner, the one that npx finds. */
export function runPnpm(...args: string[]): Promise<string> {
  const choose = 'command -v pnpm >/dev/null && exec pnpm "$@"; exec npx pnpm "$@"';
  return runProgram('/bin/sh', '-c', choose, 'sh', ...args);
}
