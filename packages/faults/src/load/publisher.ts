import { setTimeout as sleep } from 'node:timers/promises';
import { openConfirmPublisher } from '@post-views/amqp';
import type { Logger } from '@post-views/service';
import type { Ledger } from '../oracle/ledger.ts';
import type { TrafficMessage } from './traffic.ts';

export interface Publisher extends AsyncDisposable {
  /** Sends a message beside the others, again and again until the broker has confirmed it. */
  send(message: TrafficMessage): void;
  /** Sends no more until {@link resume}, and resolves when all that was sent is confirmed. */
  pause(): Promise<void>;
  resume(): void;
  /** How many messages a second it sends from now on. */
  setPace(messagesPerSecond: number): void;
  /** How many messages were sent so far. */
  readonly sent: number;
  /** Sends no more, and resolves when all that was sent is confirmed. */
  finish(): Promise<void>;
}

export interface PublisherOptions {
  readonly url: string;
  readonly queue: string;
  readonly ledger: Ledger;
  readonly messages: Iterator<TrafficMessage, never>;
  readonly messagesPerSecond: number;
  readonly log: Logger;
}

const TICK_MS = 10;
const RETRY_MS = 100;
/** While the broker is away no more are made than that: they wait to be sent again. */
const MOST_UNCONFIRMED = 5_000;

/**
 * A publisher as the manual wants it: confirms, `mandatory`, and the same message again until it is confirmed. It
 * keeps its pace whatever becomes of the messages.
 */
export async function startPublisher(options: PublisherOptions): Promise<Publisher> {
  const { url, queue, ledger, messages, log } = options;
  const publisher = await openConfirmPublisher({ url, purpose: 'faults', log });
  const stopped = new AbortController();
  const closed = new AbortController();
  const unconfirmed = new Set<Promise<void>>();

  const send = async ({ body, messageId, views, letters }: TrafficMessage) => {
    for (const view of views) ledger.sendView(view);
    for (const letter of letters) ledger.sendLetter(letter);
    const message = {
      exchange: '',
      routingKey: queue,
      body,
      options: { persistent: true, mandatory: true, ...(messageId !== undefined && { messageId }) },
    };
    for (;;) {
      try {
        await publisher.publish(message);
        break;
      } catch {
        await sleep(RETRY_MS, undefined, { signal: closed.signal });
      }
    }
    for (const view of views) ledger.confirmView(view);
    for (const letter of letters) ledger.confirmLetter(letter);
  };
  const track = (message: TrafficMessage) => {
    // Closed while it was tried again: it stays unconfirmed.
    const sending = send(message)
      .catch(() => undefined)
      .finally(() => unconfirmed.delete(sending));
    unconfirmed.add(sending);
  };
  let paused = false;
  let pace = options.messagesPerSecond;
  let sent = 0;
  const flow = async () => {
    let due = 0;
    for (let last = performance.now(); !stopped.signal.aborted; ) {
      const now = performance.now();
      due += ((now - last) / 1000) * pace;
      last = now;
      for (; due >= 1; due--) {
        if (paused || unconfirmed.size >= MOST_UNCONFIRMED) continue;
        track(messages.next().value);
        sent += 1;
      }
      await sleep(TICK_MS);
    }
  };
  const flowing = flow();

  return {
    send: track,
    async pause() {
      paused = true;
      await Promise.all(unconfirmed);
    },
    resume() {
      paused = false;
    },
    setPace(messagesPerSecond) {
      pace = messagesPerSecond;
    },
    get sent() {
      return sent;
    },
    async finish() {
      stopped.abort();
      await flowing;
      await Promise.all(unconfirmed);
    },
    async [Symbol.asyncDispose]() {
      stopped.abort();
      closed.abort();
      await flowing;
      await publisher.close();
    },
  };
}
