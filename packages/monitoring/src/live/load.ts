import { randomUUIDv7 } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ConfirmPublisher, openConfirmPublisher } from '@post-views/amqp';
import { createLog } from '@post-views/service';
import type { Service } from './start-service.ts';

export interface LoadOptions {
  readonly amqpUrl: string;
  readonly queue: string;
  readonly service: Pick<Service, 'apiUrls' | 'apiKey'>;
  readonly messagesPerSecond: number;
  readonly requestsPerSecond: number;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
}

const TICK_MS = 20;
const POSTS = 500;
/** Of a thousand messages, so many are sent twice, have a field that is mended, or can't be counted. */
const PER_MILLE = { duplicate: 10, mended: 5, bad: 2 };

/** Views come and requests are made, at a steady pace, until it is disposed of. */
export async function startLoad(options: LoadOptions): Promise<AsyncDisposable> {
  const { amqpUrl, queue, messagesPerSecond, requestsPerSecond, random } = options;
  const log = createLog('load', 'silent');
  const publisher = await openConfirmPublisher({ url: amqpUrl, purpose: 'load', log });
  const stopped = new AbortController();
  const publishing = keepPace(messagesPerSecond, stopped.signal, async () => {
    const body = messageOf(random);
    const times = random() * 1000 < PER_MILLE.duplicate ? 2 : 1;
    for (let n = 0; n < times; n++) await publish(publisher, queue, body);
  });
  const asking = keepPace(requestsPerSecond, stopped.signal, () => ask(options));
  return {
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await Promise.all([publishing, asking]);
      await publisher.close();
    },
  };
}

/** Begins what is to be done so often in a second; resolves when all that was begun has ended. */
async function keepPace(
  perSecond: number,
  stopped: AbortSignal,
  begin: () => Promise<void>,
): Promise<void> {
  const begun = new Set<Promise<void>>();
  let due = 0;
  for (let last = performance.now(); !stopped.aborted; ) {
    const now = performance.now();
    due += ((now - last) / 1000) * perSecond;
    last = now;
    for (; due >= 1; due--) {
      const one = begin()
        // What is refused or not answered shows in what the apps and the broker tell.
        .catch(() => undefined)
        .finally(() => begun.delete(one));
      begun.add(one);
    }
    await sleep(TICK_MS);
  }
  await Promise.all(begun);
}

async function publish(publisher: ConfirmPublisher, queue: string, body: string): Promise<void> {
  await publisher.publish({
    exchange: '',
    routingKey: queue,
    body: Buffer.from(body),
    options: { persistent: true, mandatory: true },
  });
}

function messageOf(random: () => number): string {
  const kind = random() * 1000;
  if (kind < PER_MILLE.bad) return '{"post_uuid":"none"}';
  const mended = kind < PER_MILLE.bad + PER_MILLE.mended;
  return JSON.stringify({
    post_uuid: postOf(random),
    timestamp: new Date().toISOString(),
    event_id: randomUUIDv7(),
    ip: mended ? 'unknown' : '203.0.113.9',
  });
}

/** Some posts are seen far more often than others. */
function postOf(random: () => number): string {
  const n = Math.floor(random() ** 3 * POSTS);
  return `0b6f3a52-9f0c-4f5e-8a55-${String(n).padStart(12, '0')}`;
}

async function ask({ service: { apiUrls, apiKey }, random }: LoadOptions): Promise<void> {
  const url = apiUrls[Math.floor(random() * apiUrls.length)] ?? '';
  const post = `/posts/${postOf(random)}/views`;
  const paths = [post, post, post, `${post}/daily`, `${post}/daily`, '/posts/top', '/posts/none'];
  const path = paths[Math.floor(random() * paths.length)] ?? '';
  const response = await fetch(`${url}${path}`, { headers: { 'x-internal-api-key': apiKey } });
  await response.arrayBuffer();
}
