import type { DatabaseClient, PostView } from '@post-views/db';
import type { Logger } from '@post-views/service';
import type { Channel, ConsumeMessage } from 'amqplib';
import { Batcher } from './batch.ts';
import type { Pipeline } from './broker.ts';
import type { Config } from './config.ts';
import { deadLettersOf } from './dead-letter.ts';
import type { DeadLetterPublisher } from './dead-letter-publisher.ts';
import type { Metrics } from './metrics.ts';
import { type ParsedMessage, parseMessage, type RejectedEvent } from './parse.ts';
import { type Settled, Settler } from './settle.ts';
import { type RefusedView, writeBatch } from './write-batch.ts';

export interface PipelineContext {
  readonly config: Pick<Config, 'batchSize' | 'batchMaxAgeMs'>;
  readonly db: DatabaseClient;
  readonly deadLetters: DeadLetterPublisher;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Received extends ParsedMessage {
  readonly message: ConsumeMessage;
  readonly weight: number;
}

/** Unix seconds. TIMESTAMP begins one second after 1970: nothing older can be stored. */
const HORIZON = 1;

/** The way of the messages of one channel: parse → batch → write → settle. */
export function openPipeline(channel: Channel, context: PipelineContext): Pipeline {
  const { config, deadLetters, log, metrics, now } = context;
  const abort = new AbortController();
  const { signal } = abort;
  let lastProgress = now();

  const parse = (message: ConsumeMessage): Received => {
    const parsed = parseMessage(message.content, {
      messageId: message.properties.messageId,
      now: now() / 1000,
      horizon: HORIZON,
    });
    for (const field of parsed.mended) metrics.mended(field);
    if (message.fields.redelivered) metrics.redelivered();
    return { ...parsed, message, weight: parsed.events.length + parsed.rejected.length };
  };

  const write = async (batch: readonly Received[]): Promise<void> => {
    const views = batch.flatMap(({ events }) => events.map(({ view }) => view));
    const onAttempt = () => {
      lastProgress = now();
    };
    const refused = await writeBatch(views, { ...context, signal, onAttempt });
    const details = new Map(refused.map(({ view, detail }) => [view, detail]));
    settler.settle(batch.map((received) => settled(received, details)));
  };

  const settled = (received: Received, refused: ReadonlyMap<PostView, string>): Settled => {
    const rejected = rejectedEvents(received, refused);
    for (const { rejection } of rejected) {
      metrics.rejected(rejection.reason);
      log.warn({ event: 'event_rejected', ...rejection });
    }
    const { message } = received;
    return { message, deadLetters: deadLettersOf(message, rejected, new Date(now())) };
  };

  const settler = new Settler({
    channel,
    publish: (letter) => deadLetters.publish(letter, signal),
  });

  const batcher = new Batcher({
    size: config.batchSize,
    maxAgeMs: config.batchMaxAgeMs,
    parse,
    write: async (batch: readonly Received[]) => {
      try {
        await write(batch);
      } catch (error) {
        if (signal.aborted) return;
        // Nothing of the batch is acknowledged: on another channel the broker delivers it again.
        log.error({ event: 'batch_failed', err: error });
        void channel.close();
      }
    },
    now,
  });

  return {
    deliver(message) {
      if (batcher.idle) lastProgress = now();
      batcher.add(message);
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

/** What of a message can't be counted: what parsing refused, and what the database did. */
function rejectedEvents(
  { events, rejected }: ParsedMessage,
  refused: ReadonlyMap<PostView, RefusedView['detail']>,
): readonly RejectedEvent[] {
  if (refused.size === 0) return rejected;
  const byDatabase = events.flatMap(({ position, view }): RejectedEvent[] => {
    const detail = refused.get(view);
    if (detail === undefined) return [];
    return [{ position, rejection: { reason: 'rejected_by_database', detail } }];
  });
  return [...rejected, ...byDatabase];
}
