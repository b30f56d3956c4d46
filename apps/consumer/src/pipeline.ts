import { closeQuietly } from '@post-views/amqp';
import type { DatabaseClient, DatabaseWatch, PostView } from '@post-views/db';
import type { Logger, RepeatingLog } from '@post-views/service';
import type { Channel, ConsumeMessage } from 'amqplib';
import { Batcher } from './batch.ts';
import type { Config } from './config.ts';
import type { DeadLetterPublisher } from './dead-letter-publisher.ts';
import { type Delivery, deliveryOf } from './delivery.ts';
import type { Intake } from './intake.ts';
import type { Metrics } from './metrics.ts';
import { type Received, receive, settledOf } from './receive.ts';
import type { RefusalStreak } from './schema-fault.ts';
import { Settler } from './settle.ts';
import { traceBatch } from './trace-batch.ts';
import { writeBatch } from './write-batch.ts';
import type { RefusedView } from './write-result.ts';

/** Takes the deliveries of one channel, from its first to its last. */
export interface Pipeline {
  deliver(message: ConsumeMessage): void;
  /** Has the broker put the message with this delivery tag back into its queue; it was not delivered here. */
  giveBack(tag: number): void;
  /** For how long there has been something to do and none of it was done; 0 when there is nothing. */
  msWithoutProgress(): number;
  /** Why a message would not be counted now, in our words; `undefined` when it would. */
  trouble(): string | undefined;
  deadLettersOnTheWay(): number;
  /** Messages that wait for nothing but their dead letters. */
  heldMessages(): number;
  /** Settles all that was delivered. */
  drain(): Promise<void>;
  /** The channel is gone: nothing that it delivered can be acknowledged any more. */
  abandon(): void;
}

export interface PipelineContext {
  readonly config: Pick<Config, 'queue' | 'batchSize' | 'batchMaxAgeMs' | 'writers'>;
  readonly db: DatabaseClient;
  readonly database: Pick<DatabaseWatch, 'unfit'>;
  readonly failures: RepeatingLog;
  readonly refusals: RefusalStreak;
  readonly deadLetters: DeadLetterPublisher;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Unix seconds: the start of the oldest day whose views can be counted. */
  readonly horizon: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds, of a clock that is never set. */
  readonly monotonicNow: () => number;
}

/** What a pipeline is told by, and tells, where its messages come from. */
export type Source = Pick<Intake, 'exhausted' | 'settled'>;

/** A dead letter takes milliseconds. */
const HELD_TOO_LONG_MS = 10_000;

/** The way of the messages of one channel: receive (parse) → batch → write → settle. */
export function openPipeline(channel: Channel, source: Source, context: PipelineContext): Pipeline {
  const { config, deadLetters, log, metrics, now, monotonicNow } = context;
  const abort = new AbortController();
  const { signal } = abort;
  let lastProgress = monotonicNow();
  /** Why the last attempt to write a batch has failed, of each that is being written. */
  const failures = new Map<readonly Received[], string>();
  let inTurn: Promise<void> = Promise.resolve();

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
    onSettled: (messages, bodyBytes) => source.settled(messages, bodyBytes),
    now: monotonicNow,
  });

  /** The next batch has to wait until dead letters are out. */
  let waiting = false;

  const write = async (batch: readonly Received[]): Promise<readonly RefusedView[]> => {
    const noteAttempt = (why: string | undefined) => {
      lastProgress = monotonicNow();
      if (why === undefined) failures.delete(batch);
      else failures.set(batch, why);
    };
    const views = batch.flatMap(({ events }) => events.map(({ view }) => view));
    try {
      const refused = await traceBatch(batch, config.queue, (attemptFailed) => {
        const onAttempt = (why: string | undefined) => {
          noteAttempt(why);
          if (why !== undefined) attemptFailed(why);
        };
        return writeBatch(views, { ...context, signal, onAttempt });
      });
      metrics.committed(without(refused, views), now() / 1000);
      return refused;
    } finally {
      failures.delete(batch);
    }
  };

  /**
   * Batches are written side by side, and settled in the order in which they came: the settler may acknowledge
   * all messages before a batch. None is settled after one that has failed.
   */
  const writeAndSettle = (batch: readonly Received[]): Promise<void> => {
    const before = inTurn;
    const settled = async () => {
      const refused = await write(batch);
      await before;
      settler.settle(settledOf(batch, refused, context));
      waiting = true;
      await settler.untilRoom();
      waiting = false;
      lastProgress = monotonicNow();
    };
    inTurn = settled();
    return inTurn.catch((error: unknown) => giveUp('batch_failed', error));
  };

  const batcher = new Batcher({
    size: config.batchSize,
    maxAgeMs: config.batchMaxAgeMs,
    writers: config.writers,
    parse: (delivery: Delivery) => receive(delivery, context),
    write: writeAndSettle,
    nothingToCome: () => source.exhausted,
    now: monotonicNow,
  });

  return {
    deliver(message) {
      metrics.delivered(message, now());
      if (batcher.idle) lastProgress = monotonicNow();
      batcher.add(deliveryOf(message));
    },
    giveBack(tag) {
      settler.giveBack(tag);
      // The window is full: what is held has to be written to make room.
      batcher.look();
    },
    trouble() {
      const [failure] = failures.values();
      if (failure !== undefined) return failure;
      const held = waiting || (batcher.idle && source.exhausted);
      return held && settler.msSinceFirstHeld() > HELD_TOO_LONG_MS
        ? 'dead letters can not be published, and hold up everything'
        : undefined;
    },
    msWithoutProgress: () => (batcher.idle || waiting ? 0 : monotonicNow() - lastProgress),
    deadLettersOnTheWay: () => settler.letters,
    heldMessages: () => settler.held,
    async drain() {
      settler.finish();
      await batcher.drain();
      await settler.drain();
    },
    abandon() {
      abort.abort();
      batcher.abandon();
    },
  };
}

function without(refused: readonly RefusedView[], views: readonly PostView[]): readonly PostView[] {
  if (refused.length === 0) return views;
  const outside = new Set(refused.map(({ view }) => view));
  return views.filter((view) => !outside.has(view));
}
