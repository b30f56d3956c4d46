import { messageOf } from './message-of.ts';
import { type Server, type Servers, type StartOptions, toServers } from './servers.ts';
import { readBrokerVersion, readDatabaseVersion } from './versions.ts';

const TIMEOUT_MS = 10_000;

export interface Urls {
  readonly databaseUrl: string;
  readonly amqpUrl: string;
}

/**
 * The two URLs, or undefined when neither is set.
 *
 * @throws when only one is set, naming the missing one: a half-given pair is a mistake, not a choice
 */
export function bothUrls(given: StartOptions['given']): Urls | undefined {
  const { databaseUrl, amqpUrl } = given ?? {};
  if (!databaseUrl && !amqpUrl) return undefined;
  if (!databaseUrl) throw onlyOne('amqpUrl', 'databaseUrl');
  if (!amqpUrl) throw onlyOne('databaseUrl', 'amqpUrl');
  return { databaseUrl, amqpUrl };
}

/**
 * Uses servers that already run: connects to both once and reads their versions. Stopping does nothing.
 *
 * @throws when one can't be reached; with the URL's name, host and user, never its password
 */
export async function useGiven({ databaseUrl, amqpUrl }: Urls): Promise<Servers> {
  const both = await Promise.all([
    reach('databaseUrl', 'mysql:', databaseUrl, readDatabaseVersion),
    reach('amqpUrl', 'amqp:', amqpUrl, readBrokerVersion),
  ]);
  return toServers('given', both, async () => undefined);
}

async function reach(
  name: keyof Urls,
  protocol: string,
  url: string,
  readVersion: (url: string, timeoutMs: number) => Promise<string>,
): Promise<Server> {
  const parts = URL.parse(url);
  if (!parts?.hostname)
    throw new Error(`given.${name} is not a URL like ${protocol}//user:password@host:port/…`);
  try {
    return { url, version: await readVersion(url, TIMEOUT_MS) };
  } catch (error) {
    const who = parts.username ? ` as ${parts.username}` : '';
    throw new Error(
      `cannot use given.${name}: ${parts.host}${who} answered: ${reason(error, parts)}`,
    );
  }
}

/** No `cause` either: errors about URLs and connections may carry the whole URL. */
function reason(error: unknown, { password }: URL): string {
  return [password, decoded(password)]
    .filter((secret) => secret !== '')
    .reduce((shown, secret) => shown.replaceAll(secret, '***'), messageOf(error));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function onlyOne(set: keyof Urls, missing: keyof Urls): Error {
  return new Error(`given.${set} is set, but given.${missing} is missing: set both or neither`);
}
