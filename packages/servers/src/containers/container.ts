import { readFile } from 'node:fs/promises';
import {
  type ContainerRuntimeClient,
  type GenericContainer,
  ImageName,
  type StartedTestContainer,
} from 'testcontainers';
import { canConnect } from '../can-connect.ts';
import type { Tls } from '../certificates.ts';
import { withFreePorts } from '../free-ports.ts';
import { messageOf } from '../message-of.ts';
import type { ContainerOptions, Power, Progress } from '../servers.ts';
import { RUN_LABEL } from './remove-containers.ts';

/** What both containers of one start share. */
export interface Context {
  readonly engine: ContainerRuntimeClient;
  readonly options: ContainerOptions;
  readonly tls: Tls | undefined;
  readonly run: string;
  readonly progress: Progress;
  /** By `performance.now()`. */
  readonly startedAt: number;
}

export interface Running {
  readonly container: StartedTestContainer;
  /** The end of its log. */
  readonly lastLines: () => Promise<string>;
}

/** Where a container has its certificates. */
export const TLS_PATHS: Tls['paths'] = {
  ca: '/tls/ca.pem',
  certificate: '/tls/server.pem',
  key: '/tls/server-key.pem',
};

const STARTUP_TIMEOUT_MS = 120_000;
const KEPT_LINES = 20;

/**
 * Makes sure that the image is here, pulling it if need be.
 *
 * @throws when it is not here and can't be pulled
 */
export async function needImage(
  engine: ContainerRuntimeClient,
  image: string,
  progress: Progress,
): Promise<void> {
  const name = ImageName.fromString(image);
  if (await engine.image.exists(name)) return;
  progress(`pulling ${image}…`);
  try {
    await engine.image.pull(name);
  } catch (error) {
    throw new Error(`the image ${image} is not here and can't be pulled: ${messageOf(error)}`);
  }
  // An error in the middle of a pull is not reported.
  if (!(await engine.image.exists(name)))
    throw new Error(`the image ${image} is not here and can't be pulled.`);
}

/**
 * Starts a container and waits as its own strategy says.
 *
 * @param define the container, which publishes its port as a certain port of the host: the engine would give it
 *   another one when it is started again
 * @throws when it does not come up; with the last lines of its log
 */
export async function startContainer(
  context: Context,
  what: string,
  define: (hostPort: number) => GenericContainer,
): Promise<Running> {
  return withFreePorts(1, ([port = 0]) => startOnce(context, what, define(port)));
}

async function startOnce(
  { run }: Context,
  what: string,
  container: GenericContainer,
): Promise<Running> {
  let lines: string[] = [];
  const lastLines = async (): Promise<string> => lines.join('\n');
  container
    .withAutoCleanup(false) // no reaper, see containers.ts
    .withLabels({ [RUN_LABEL]: run })
    .withStartupTimeout(STARTUP_TIMEOUT_MS)
    .withLogConsumer((log) => {
      log.on('data', (chunk: Buffer) => {
        lines = [...lines, ...chunk.toString().trimEnd().split('\n')].slice(-KEPT_LINES);
      });
    });
  try {
    return { container: await container.start(), lastLines };
  } catch (error) {
    throw new Error(`${what} did not start: ${messageOf(error)}\n${await lastLines()}`);
  }
}

/** The files that a container with certificates is given; its server is another user than the one who copies. */
export function certificateFiles(tls: Tls | undefined) {
  if (tls === undefined) return [];
  const names = ['ca', 'certificate', 'key'] as const;
  return names.map((name) => ({ target: tls.paths[name], content: tls[name], mode: 0o644 }));
}

/** `host:port` by which a port of the container is reached from here. */
export async function addressOf(
  context: Context,
  container: StartedTestContainer,
  port: number,
): Promise<string> {
  if (context.options.direct) {
    const own = await ownAddress(context, container);
    if (own !== undefined && (await canConnect(own, port))) return `${own}:${port}`;
  }
  // A container's port may be published differently on ::1, which "localhost" may also mean.
  const host = container.getHost() === 'localhost' ? '127.0.0.1' : container.getHost();
  return `${host}:${container.getMappedPort(port)}`;
}

async function ownAddress(
  context: Context,
  container: StartedTestContainer,
): Promise<string | undefined> {
  // Elsewhere the same address may be anybody's.
  if ((await pidOf(context, container)) === undefined) return undefined;
  const { NetworkSettings } = await context.engine.container.getById(container.getId()).inspect();
  return Object.values(NetworkSettings.Networks)
    .map(({ IPAddress }) => IPAddress)
    .find(Boolean);
}

/**
 * Kills the container's first process, and starts the same container again.
 *
 * @param answers resolves when the server does
 */
export function powerOf(
  { engine }: Context,
  container: StartedTestContainer,
  answers: () => Promise<unknown>,
): Power {
  const handle = engine.container.getById(container.getId());
  return {
    kill: async () => void (await handle.kill()),
    async start() {
      await handle.start();
      await answers();
    },
    runs: async () => (await handle.inspect()).State.Running,
  };
}

/** That its first process is gone, or undefined while it is there. */
export async function whyEnded(
  { engine }: Context,
  container: StartedTestContainer,
): Promise<string | undefined> {
  const { State } = await engine.container.getById(container.getId()).inspect();
  return State.Running ? undefined : `ended with exit code ${State.ExitCode}`;
}

/** The container's first process, as this machine numbers it; undefined when it runs on another machine. */
export async function pidOf(
  { engine }: Context,
  container: StartedTestContainer,
): Promise<number | undefined> {
  const id = container.getId();
  const { State } = await engine.container.getById(id).inspect();
  // An engine elsewhere numbers its own processes: here the same number may be anybody's.
  const groups = await readFile(`/proc/${State.Pid}/cgroup`, 'utf8').catch(() => '');
  return groups.includes(id) ? State.Pid : undefined;
}
