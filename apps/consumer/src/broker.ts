import { closeQuietly, openConnection } from '@post-views/amqp';
import { type Logger, within } from '@post-views/service';
import type { Channel, ChannelModel } from 'amqplib';
import type { Pipeline } from './pipeline.ts';
import { ensureTopology } from './topology.ts';

export interface BrokerOptions {
  readonly url: string;
  readonly queue: string;
  readonly topology: 'declare' | 'check';
  /** Messages that may be out to this consumer at a time. */
  readonly prefetch: number;
  readonly log: Logger;
  /** Makes the pipeline for a new channel. */
  readonly openPipeline: (channel: Channel) => Pipeline;
}

export interface Broker {
  /** Whether messages would reach this consumer now. */
  readonly consuming: boolean;
  /** See {@link Pipeline.msWithoutProgress}; of the present channel. */
  msWithoutProgress(): number;
  /** See {@link Pipeline.trouble}; of the present channel. */
  trouble(): string | undefined;
  /**
   * Takes no more messages, settles those that came, and closes the connection. Whatever is not settled
   * when `signal` aborts goes back to the queue.
   */
  stop(signal: AbortSignal): Promise<void>;
}

interface Consumption {
  readonly channel: Channel;
  readonly consumerTag: string;
  readonly pipeline: Pipeline;
}

/**
 * Keeps consuming from the queue, whatever happens to the broker.
 *
 * A delivery can be acknowledged only on the channel that it came on. So each channel has a pipeline of its
 * own, which lives exactly as long. When anything ends a channel (the connection is lost, the broker closes
 * it, the queue is deleted), its pipeline is abandoned and the connection closed; amqplib's recovery opens
 * another, and the broker delivers again what was not acknowledged.
 */
export async function openBroker(options: BrokerOptions): Promise<Broker> {
  const { url, queue, topology, prefetch, log, openPipeline } = options;
  let current: Consumption | undefined;
  let stopping = false;

  const consume = async (model: ChannelModel): Promise<void> => {
    const channel = await model.createChannel();
    const pipeline = openPipeline(channel);
    channel.on('error', (error) =>
      log.warn({ event: 'amqp_channel_error', reason: error.message }),
    );
    channel.once('close', () => {
      if (current?.channel === channel) current = undefined;
      pipeline.abandon();
      if (!stopping) void closeQuietly(model);
    });
    await ensureTopology(channel, queue, topology);
    await channel.prefetch(prefetch);
    const { consumerTag } = await channel.consume(queue, (message) => {
      if (message) return pipeline.deliver(message);
      log.warn({ event: 'amqp_consumer_cancelled' });
      void closeQuietly(model);
    });
    current = { channel, consumerTag, pipeline };
    log.info({ event: 'consuming', queue, prefetch });
  };

  const connection = await openConnection({ url, log, purpose: 'consumer', setup: consume });

  return {
    get consuming() {
      return current !== undefined && !stopping;
    },
    trouble: () => current?.pipeline.trouble(),
    msWithoutProgress: () => current?.pipeline.msWithoutProgress() ?? 0,
    async stop(signal) {
      stopping = true;
      const last = current;
      const outcome = last ? await within(signal, finish(last)) : 'done';
      // What is not acknowledged by now goes back to the queue with the channel.
      if (outcome !== 'done') log.warn({ event: 'stop_incomplete', outcome });
      last?.pipeline.abandon();
      await connection.close();
    },
  };
}

/** In this order: what is delivered until the broker has heard the cancel is settled as well. */
async function finish({ channel, consumerTag, pipeline }: Consumption): Promise<void> {
  await channel.cancel(consumerTag);
  await pipeline.drain();
  // The broker answers this after it has handled every acknowledgement before it.
  await channel.close();
}
