import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * How to run `rabbitmqctl` for a broker that was started here: plain data, so that it can be handed to
 * another process.
 */
export type BrokerControl =
  | {
      readonly way: 'native';
      readonly program: string;
      readonly env: Readonly<Record<string, string>>;
    }
  | { readonly way: 'container'; readonly id: string };

/**
 * Runs `rabbitmqctl` with these arguments.
 *
 * @returns what it wrote
 * @throws when it fails; with what it wrote
 */
export async function controlBroker(control: BrokerControl, ...args: string[]): Promise<string> {
  return control.way === 'native' ? runProgram(control, args) : runInContainer(control.id, args);
}

async function runProgram(
  { program, env }: Extract<BrokerControl, { way: 'native' }>,
  args: readonly string[],
): Promise<string> {
  const assignments = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const command = ['-c', 'exec env -i "PATH=$PATH" "$@"', 'sh', ...assignments, program, ...args];
  const { stdout } = await promisify(execFile)('/bin/sh', command);
  return stdout;
}

async function runInContainer(id: string, args: readonly string[]): Promise<string> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  const { container } = await getContainerRuntimeClient();
  const { output, exitCode } = await container.exec(container.getById(id), [
    'rabbitmqctl',
    ...args,
  ]);
  if (exitCode !== 0) throw new Error(`rabbitmqctl failed: ${output}`);
  return output;
}
