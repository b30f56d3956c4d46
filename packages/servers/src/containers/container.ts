import { readFile } from 'node:fs/promises';
import {
  type ContainerRuntimeClient,
  type GenericContainer,
  ImageName,
  type StartedTestContainer,
} from 'testcontainers';
import { messageOf } from '../message-of.ts';
import type { Progress } from '../servers.ts';
import { RUN_LABEL } from './remove-containers.ts';

/** What both containers of one start share. */
export interface Context {
  readonly engine: ContainerRuntimeClient;
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
 * @throws when it does not come up; with the last lines of its log
 */
export async function startContainer(
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

/** `host:port` by which a port of the container is reached from here. */
export function addressOf(container: StartedTestContainer, port: number): string {
  // A container's port may be published differently on ::1, which "localhost" may also mean.
  const host = container.getHost() === 'localhost' ? '127.0.0.1' : container.getHost();
  return `${host}:${container.getMappedPort(port)}`;
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
