import { closeQuietly, connectOnce } from '@post-views/amqp';
import type { Channel, ChannelModel } from 'amqplib';
import { brokerFailed, connectingFailed, Failure } from './failure.ts';

/** A connection that ends when it is lost, or when the broker refuses something. */
export interface Broker extends AsyncDisposable {
  /** RabbitMQ's major and minor version: `[4, 3]`. */
  readonly version: readonly [number, number];
  /** Aborts with a {@link Failure} when nothing more can be done with this connection. */
  readonly failed: AbortSignal;
  readonly fail: (error: unknown) => void;
  /** @throws {Failure} in the place of whatever `work` throws */
  run<T>(work: (model: ChannelModel) => Promise<T>): Promise<T>;
  openChannel(): Promise<Channel>;
}

export interface BrokerOptions {
  readonly url: string;
  readonly purpose: string;
  /** The queue of which a failure tells. */
  readonly queue: string;
  /** The broker takes no messages for a while, and says why. */
  readonly onBlocked?: (reason: string) => void;
}

/** @throws {Failure} */
export async function openBroker(options: BrokerOptions): Promise<Broker> {
  const { url, purpose, queue, onBlocked } = options;
  const model = await connectOnce({ url, purpose }).catch((error: unknown) => {
    throw connectingFailed(error, url);
  });
  const failed = new AbortController();
  // The first failure is the cause of those that follow it, and the one that is kept.
  const fail = (error: unknown) =>
    failed.abort(error instanceof Failure ? error : brokerFailed(error, queue));
  model.on('error', fail);
  model.on('close', () => fail(new Error('connection closed')));
  model.on('blocked', (reason: string) => onBlocked?.(reason));

  const run = async <T>(work: (model: ChannelModel) => Promise<T>): Promise<T> => {
    try {
      return await work(model);
    } catch (error) {
      fail(error);
      throw failed.signal.reason;
    }
  };
  return {
    version: versionOf(model),
    failed: failed.signal,
    fail,
    run,
    openChannel: () => run(async () => watch(await model.createChannel(), fail)),
    [Symbol.asyncDispose]: async () => void (await closeQuietly(model)),
  };
}

/** Sees to it that nothing that happens to a channel ends the process, or goes unnoticed. */
export function watch<C extends Channel>(channel: C, fail: (error: unknown) => void): C {
  channel.on('error', fail);
  channel.on('handler-error', (error: Error) => {
    if (!isLate(error)) fail(error);
  });
  return channel;
}

/** Whether a message has come after its consumer was cancelled: it goes back with its channel. */
export function isLate(error: Error): boolean {
  return error.message.startsWith('Unknown consumer');
}

function versionOf({ connection }: ChannelModel): readonly [number, number] {
  const { version } = connection.serverProperties;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return [major, minor];
}
