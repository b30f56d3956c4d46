import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type BrokerControl, controlBroker } from './broker-control.ts';
import { withFreePorts } from './free-ports.ts';
import { untilReady } from './until-ready.ts';

const PLUGIN = 'rabbitmq_prometheus';
/** Where the image serves them. */
const PORT = 15_692;
const TIMEOUT_MS = 30_000;

/** Where a broker tells Prometheus of itself: `host:port`. */
export interface BrokerMetrics extends AsyncDisposable {
  readonly address: string;
}

/**
 * Has a broker that was started here serve metrics, until they are disposed of; in a container for as long as it runs, on
 * an address of the container's own.
 */
export async function openBrokerMetrics(control: BrokerControl): Promise<BrokerMetrics> {
  if (control.way === 'container') {
    const address = `${await enableInContainer(control.id)}:${PORT}`;
    await untilServed(address);
    return { address, [Symbol.asyncDispose]: async () => undefined };
  }
  return withFreePorts(1, async ([port = 0]) => {
    await using opening = new AsyncDisposableStack();
    // It lasts when the plugin is loaded after it.
    const listener = `[{ip, "127.0.0.1"}, {port, ${port}}]`;
    const set = `application:set_env(${PLUGIN}, tcp_config, ${listener}, [{persistent, true}]).`;
    await controlBroker(control, 'eval', set);
    opening.defer(() => managePlugins(control, 'disable'));
    await managePlugins(control, 'enable');
    const address = `127.0.0.1:${port}`;
    await untilServed(address);
    const opened = opening.move();
    return { address, [Symbol.asyncDispose]: () => opened.disposeAsync() };
  });
}

async function managePlugins(
  { program, env }: Extract<BrokerControl, { way: 'native' }>,
  what: 'enable' | 'disable',
): Promise<void> {
  const assignments = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const plugins = join(dirname(program), 'rabbitmq-plugins');
  const command = ['-c', 'exec env -i "PATH=$PATH" "$@"', 'sh', ...assignments, plugins, what];
  await promisify(execFile)('/bin/sh', [...command, PLUGIN]);
}

/** @returns the address of the container */
async function enableInContainer(id: string): Promise<string> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  const { container } = await getContainerRuntimeClient();
  const broker = container.getById(id);
  // The image has it enabled; one that was made to stand in for it may not.
  const { output, exitCode } = await container.exec(broker, ['rabbitmq-plugins', 'enable', PLUGIN]);
  if (exitCode !== 0) throw new Error(`rabbitmq-plugins failed: ${output}`);
  const { NetworkSettings } = await container.inspect(broker);
  const [network] = Object.values(NetworkSettings.Networks);
  if (!network) throw new Error('the container of the broker has no network');
  return network.IPAddress;
}

async function untilServed(address: string): Promise<void> {
  await untilReady({
    what: "the broker's metrics",
    probe: async () => {
      const response = await fetch(`http://${address}/metrics`);
      return response.text();
    },
    timeoutMs: TIMEOUT_MS,
    ended: () => undefined,
    lastLines: async () => '',
  });
}
