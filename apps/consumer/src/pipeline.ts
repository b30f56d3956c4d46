import { closeQuietly } from '@post-views/amqp';
import type { DatabaseClient } from '@post-views/db';
import type { Logger } from '@post-views/service';
import type { Channel, ConsumeMessage } from 'amqplib';
import { Batcher } from './batch.ts';
import type { Config } from './config.ts';
import type { DeadLetterPublisher } from './dead-letter-publisher.ts';
import type { Metrics } from './metrics.ts';
import { type Received, receive, settledOf } from './receive.ts';
import { Settler } from './settle.ts';
import { writeBatch } from './write-batch.ts';

/** Takes the deliveries of one channel, from its first to its last. */
export interface Pipeline {
  deliver(message: ConsumeMessage): void;
  /** For how long there has been something to do and none of it was done; 0 when there is nothing. */
  msWithoutProgress(): number;
  /** Why messages are not settled at the moment, in our words; `undefined` when they are. */
  trouble(): string | undefined;
  /** Settles all that was delivered. */
  drain(): Promise<void>;
  /** The channel is gone: nothing that it delivered can be acknowledged any more. */
  abandon(): void;
}

export interface PipelineContext {
  readonly config: Pick<Config, 'batchSize' | 'batchMaxAgeMs'>;
  readonly db: DatabaseClient;
  readonly deadLetters: DeadLetterPublisher;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Unix seconds: the start of the oldest day whose raw rows are kept. */
  readonly horizon: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A dead letter takes milliseconds; held for longer, it may soon hold up everything. */
const HELD_TOO_LONG_MS = 10_000;

/** The way of the messages of one channel: receive (parse) → batch → write → settle. */
export function openPipeline(channel: Channel, context: PipelineContext): Pipeline {
  const { config, deadLetters, log, now } = context;
  const abort = new AbortController();
  const { signal } = abort;
  let lastProgress = now();
  let failure: string | undefined;
  const onAttempt = (why: string | undefined) => {
    lastProgress = now();
    failure = why;
  };

  /** On another channel the broker delivers all again that is not acknowledged. */
  const giveUp = (event: string, error: unknown) => {
    if (signal.aborted) return;
    log.error({ event, err: error });
    void closeQuietly(channel);
  };

  const settler = new Settler({
    channel,
    publish: (letter) => deadLetters.publish(letter, signal),
    onFailure: (error) => giveUp('settle_failed', error),
    now,
  });

  const write = async (batch: readonly Received[]): Promise<void> => {
    try {
      const views = batch.flatMap(({ events }) => events.map(({ view }) => view));
      const refused = await writeBatch(views, { ...context, signal, onAttempt });
      settler.settle(settledOf(batch, refused, context));
    } catch (error) {
      giveUp('batch_failed', error);
    }
  };

  const batcher = new Batcher({
    size: config.batchSize,
    maxAgeMs: config.batchMaxAgeMs,
    parse: (message: ConsumeMessage) => receive(message, context),
    write,
    now,
  });

  return {
    deliver(message) {
      if (batcher.idle) lastProgress = now();
      batcher.add(message);
    },
    trouble() {
      if (failure !== undefined) return failure;
      const held = settler.msSinceFirstHeld() > HELD_TOO_LONG_MS;
      return held ? 'dead letters can not be published' : undefined;
    },
    msWithoutProgress: () => (batcher.idle ? 0 : now() - lastProgress),
    async drain() {
      await batcher.drain();
      await settler.drain();
    },
    abandon() {
      abort.abort();
      batcher.abandon();
    },
  };
}
