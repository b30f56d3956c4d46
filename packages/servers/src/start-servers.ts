import { bothUrls, type Urls, useGiven } from './given.ts';
import { messageOf } from './message-of.ts';
import { NoServersError } from './no-servers-error.ts';
import type {
  ContainerOptions,
  NativeOptions,
  Progress,
  Servers,
  StartOptions,
} from './servers.ts';

/**
 * Makes a MySQL-compatible database and a RabbitMQ ready, and says where they are.
 *
 * Without `way` the first that works is taken: the given URLs, containers, programs of this machine.
 * URLs that were given are never silently replaced: if they don't answer, that is the error.
 *
 * @throws {NoServersError} when no way works
 * @throws when `way` or `given` is set and that one does not work; with the reason
 */
export async function startServers(options: StartOptions = {}): Promise<Servers> {
  const progress = options.onProgress ?? (() => undefined);
  switch (options.way) {
    case 'given':
      return useThese(bothUrls(options.given) ?? noUrls(), options);
    case 'containers':
      return startContainers(progress, options);
    case 'native':
      return startNative(progress, options);
    case undefined: {
      const urls = bothUrls(options.given);
      return urls ? useThese(urls, options) : startFirstThatWorks(progress, options);
    }
  }
}

async function startFirstThatWorks(progress: Progress, options: StartOptions): Promise<Servers> {
  let noContainers: string;
  try {
    return await startContainers(progress, options);
  } catch (error) {
    noContainers = messageOf(error);
    progress(
      `no containers: ${noContainers.split('\n', 1)[0]} Trying the programs of this machine…`,
    );
  }
  try {
    return await startNative(progress, options);
  } catch (error) {
    throw new NoServersError({
      given: 'no URLs were given.',
      containers: noContainers,
      native: messageOf(error),
    });
  }
}

async function useThese(urls: Urls, { smallDisks }: StartOptions): Promise<Servers> {
  if (smallDisks) throw new Error('servers that are given have the disks that they have');
  return useGiven(urls);
}

function noUrls(): never {
  throw new Error(
    "the way 'given' needs the URLs of both servers: given.databaseUrl and given.amqpUrl",
  );
}

/** Loaded when needed: Testcontainers alone takes most of a second to load. */
async function startContainers(progress: Progress, options: ContainerOptions): Promise<Servers> {
  return (await import('./containers/containers.ts')).startContainers(progress, options);
}

async function startNative(progress: Progress, options: NativeOptions): Promise<Servers> {
  return (await import('./native/native.ts')).startNative(progress, options);
}
