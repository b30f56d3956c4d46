import type { Duplex } from 'node:stream';
import { within } from '@post-views/service';
import type { ChannelModel } from 'amqplib';
import { AmqpError } from './amqp-error.ts';

const CLOSE_TIMEOUT_MS = 1_000;

/**
 * Closes what may be dead already; a network that swallows everything is not waited for.
 *
 * @returns whether the broker has answered that it is closed
 */
export async function closeQuietly(closable: { close(): Promise<void> }): Promise<boolean> {
  return (await within(CLOSE_TIMEOUT_MS, closable.close())) === 'done';
}

/**
 * Has `close` cut the connection when the broker does not answer in time: one that was cut off from its cluster sends
 * heartbeats and no answer. Its socket would be left behind, and recovery, which waits for the connection to be
 * closed before it opens another, would wait for ever.
 */
export function limitClose(model: ChannelModel): void {
  const close = model.close.bind(model);
  // Cutting is an error of the connection, which would end the process if nobody heard of it.
  model.on('error', () => undefined);
  model.close = async () => {
    if ((await within(CLOSE_TIMEOUT_MS, close())) === 'too late') cut(model);
  };
}

/** amqplib takes an error of its socket for the end of the connection, and tells of it as of any other. */
function cut({ connection }: ChannelModel): void {
  const { stream } = connection as unknown as { readonly stream: Duplex };
  stream.destroy(
    new AmqpError('SILENT', 'the broker did not answer that the connection is closed'),
  );
}
