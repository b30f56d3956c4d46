import {
  AmqpError,
  describeTrouble,
  loseWith,
  openConnection,
  type SetupContext,
} from '@post-views/amqp';
import type { DatabaseWatch } from '@post-views/db';
import { type Logger, within } from '@post-views/service';
import type { Channel, ChannelModel } from 'amqplib';
import { Intake } from './intake.ts';
import type { InFlight } from './metrics/message-metrics.ts';
import type { Metrics } from './metrics.ts';
import type { Pipeline } from './pipeline.ts';
import { ensureTopology } from './topology.ts';
import { watchQueue } from './watch-queue.ts';
import { Window } from './window.ts';

/** How much of messages is held at a time: two of the largest that are taken, or ten thousand usual events. */
const HELD_BYTES = 16 * 1024 * 1024;
const WAITING = 'takes no messages before the database can be worked with';

export interface BrokerOptions {
  /** One, or several with commas between. */
  readonly url: string;
  readonly queue: string;
  readonly topology: 'declare' | 'check';
  /** Messages that may be out to this consumer at a time. */
  readonly prefetch: number;
  readonly log: Logger;
  /** No message is taken before it was reached; exchanges and queues are seen to all the same. */
  readonly database: Pick<DatabaseWatch, 'reached' | 'whenReached'>;
  readonly metrics: Metrics;
  /** Makes the pipeline for a new channel. */
  readonly openPipeline: (channel: Channel, intake: Intake) => Pipeline;
}

export interface Broker {
  /** Why no message would reach this consumer now, in our words; `undefined` when one would. */
  whyNotConsuming(): string | undefined;
  /** See {@link Pipeline.msWithoutProgress}; of the present channel. */
  msWithoutProgress(): number;
  /** See {@link Pipeline.trouble}; of the present channel. */
  trouble(): string | undefined;
  /** What was delivered and is not settled. */
  inFlight(): InFlight;
  /**
   * Takes no more messages, settles those that came, and closes the connection. Whatever is not settled
   * when `signal` aborts goes back to the queue.
   */
  stop(signal: AbortSignal): Promise<void>;
}

/** What lives as long as one channel. */
interface Consumption {
  readonly channel: Channel;
  readonly window: Window;
  readonly intake: Intake;
  readonly pipeline: Pipeline;
  /** Whether the broker has said that it delivers to us. */
  consuming: boolean;
}

/**
 * Keeps consuming from the queue, whatever happens to the broker.
 *
 * A delivery can be acknowledged only on the channel that it came on. So each channel has an intake and a
 * pipeline of its own, which live exactly as long. When anything ends a channel (the connection is lost, the
 * broker closes it, the queue is deleted), they are abandoned and the connection closed; amqplib's recovery
 * opens another, and the broker delivers again what was not acknowledged. A node from which nothing can come any more
 * is left in the same way ({@link watchQueue}).
 */
export async function openBroker(options: BrokerOptions): Promise<Broker> {
  const { url, queue, topology, prefetch, metrics, database, openPipeline } = options;
  /** Of the present channel, once its queue has been seen to. */
  let current: Consumption | undefined;
  let stopping = false;

  const setUp = async (model: ChannelModel, { lose, log }: SetupContext): Promise<void> => {
    const channel = await model.createChannel();
    const window = new Window({ messages: prefetch, bytes: HELD_BYTES });
    const intake: Intake = new Intake({
      channel,
      queue,
      window,
      deliver: (message) => pipeline.deliver(message),
      giveBack: (tag) => {
        metrics.returned();
        pipeline.giveBack(tag);
      },
      onCancel: () => {
        metrics.consumerCancelled();
        lose(new AmqpError('CANCELLED', 'the broker cancelled the consumer'));
      },
      onFull: () => {
        metrics.windowFull();
        const { messages, bodyBytes } = window;
        log.say('info', { event: 'window_full', messages, bodyBytes });
      },
      onResize: (size) => options.log.debug({ event: 'prefetch_changed', prefetch: size }),
    });
    const pipeline = openPipeline(channel, intake);
    const consumption = { channel, window, intake, pipeline, consuming: false };
    let closed = false;
    channel.once('close', () => {
      closed = true;
      if (current === consumption) current = undefined;
      intake.abandon();
      pipeline.abandon();
    });
    const loseUnlessStopping = (cause?: Error) => {
      if (!stopping) lose(cause);
    };
    loseWith(channel, loseUnlessStopping);
    await ensureTopology(channel, queue, topology);
    if (stopping) throw new Error('stopping');
    // It would stay the present one, and nobody would end the watch of its queue.
    if (closed) throw new Error('the channel was closed during set-up');
    current = consumption;
    const start = async (): Promise<void> => {
      watchQueue({ channel, intake, lose: loseUnlessStopping });
      await intake.start();
      consumption.consuming = true;
      log.say('info', { event: 'consuming', queue, prefetch });
    };
    if (database.reached) return start();
    // Not waited for: set-up has a time limit.
    void database.whenReached
      .then(async () => {
        if (current === consumption && !stopping) await start();
      })
      .catch(lose);
  };

  const connection = await openConnection({
    url,
    log: options.log,
    purpose: 'consumer',
    setup: setUp,
    onEvent: (event) => metrics.connection('consumer', event),
  });

  return {
    whyNotConsuming() {
      if (stopping) return 'stopping';
      if (connection.trouble !== undefined) return describeTrouble(connection.trouble);
      if (current?.consuming) return undefined;
      return database.reached ? 'not consuming from the queue yet' : WAITING;
    },
    trouble: () => current?.pipeline.trouble(),
    msWithoutProgress: () => current?.pipeline.msWithoutProgress() ?? 0,
    inFlight: () => ({
      messages: current?.window.messages ?? 0,
      bodyBytes: current?.window.bodyBytes ?? 0,
      deadLetters: current?.pipeline.deadLettersOnTheWay() ?? 0,
      held: current?.pipeline.heldMessages() ?? 0,
    }),
    async stop(signal) {
      stopping = true;
      const last = current;
      const outcome = last ? await within(signal, finish(last)) : 'done';
      // What is not acknowledged by now goes back to the queue with the channel.
      if (outcome !== 'done') options.log.warn({ event: 'stop_incomplete', outcome });
      last?.pipeline.abandon();
      await connection.close();
    },
  };
}

/** In this order: what is delivered until the broker has heard the cancel is settled as well. */
async function finish({ channel, intake, pipeline }: Consumption): Promise<void> {
  await intake.stop();
  await pipeline.drain();
  // The broker answers this after it has handled every acknowledgement before it.
  await channel.close();
}
