import { splitUrls } from '@post-views/service';
import { visible } from '@post-views/terminal';

/** What ends a command, in one line for its operator: the setting to look at, and what is the matter. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

type Words = readonly [RegExp, string];

/** By what Node or amqplib says; `HOST` and `VHOST` stand for the parts of AMQP_URL. */
const CONNECTING: readonly Words[] = [
  [/ECONNREFUSED/, 'no broker listens at HOST'],
  [/ENOTFOUND|EAI_AGAIN/, 'there is no host HOST'],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/, 'HOST does not answer'],
  [/ACCESS[-_]REFUSED/, 'the broker at HOST refuses the user or the password'],
  [/ConnectionClose/, 'the broker at HOST has no virtual host VHOST for this user'],
  [/closed abruptly|ECONNRESET|EPIPE/, 'HOST closes the connection'],
  [/SSL|TLS|CERT|certificate/i, 'HOST does not take this TLS connection'],
];

/** @param amqpUrl of several nodes the last one was tried last, and is the one that is named */
export function connectingFailed(error: unknown, amqpUrl: string): Failure {
  const { host, pathname } = new URL(splitUrls(amqpUrl).at(-1) ?? amqpUrl);
  const vhost = decodeURIComponent(pathname.slice(1)) || '/';
  const words = find(CONNECTING, error) ?? 'HOST is no broker that speaks AMQP 0.9.1';
  return failure('AMQP_URL', words.replace('HOST', host).replace('VHOST', vhost), error);
}

/** By the code of the protocol; `QUEUE` stands for the queue's name. */
const USING_QUEUE: readonly Words[] = [
  [/NOT[-_]FOUND/, 'there is no queue QUEUE; the consumer declares it when it starts'],
  [/RESOURCE[-_]LOCKED|exclusive use/, 'the queue QUEUE is locked by another connection'],
  [/ACCESS[-_]REFUSED/, 'this user of the broker has no right to QUEUE'],
  [/delivery acknowledgement/i, 'the broker took the letters of QUEUE back: held for too long'],
  [/PRECONDITION[-_]FAILED/, 'the broker refuses what is done with the queue QUEUE'],
  [/No channels left/, 'the queue QUEUE is too long to be held'],
];

/** Also for what ends a connection that was open. */
export function brokerFailed(error: unknown, queue: string): Failure {
  const words = find(USING_QUEUE, error);
  if (words !== undefined) return failure('AMQP_QUEUE', words.replaceAll('QUEUE', queue), error);
  return failure('AMQP_URL', 'the connection to the broker was lost', error);
}

function find(table: readonly Words[], error: unknown): string | undefined {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return table.find(([pattern]) => pattern.test(`${String(code)} ${String(message)}`))?.[1];
}

function failure(setting: string, words: string, cause: unknown): Failure {
  return new Failure(visible(`${setting}: ${words}`), { cause });
}
