import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Runs the Docker client.
 *
 * @param env what is set for it, beside what is set for us
 * @returns what it wrote
 * @throws when it fails; with what it wrote
 */
export async function docker(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const assignments = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const { stdout } = await promisify(execFile)('env', [...assignments, 'docker', ...args]);
  return stdout;
}
