import { within } from '@post-views/service';
import type { ChannelModel } from 'amqplib';

const CLOSE_TIMEOUT_MS = 1_000;

/** Closes what may be dead already; a network that swallows everything is not waited for. */
export async function closeQuietly(closable: { close(): Promise<void> }): Promise<void> {
  await within(CLOSE_TIMEOUT_MS, closable.close());
}

/**
 * Recovery waits for a connection whose set-up has failed to close before it tries again. One that gets no
 * answer would never close, even after its heartbeat has given up, and nothing would be tried any more.
 */
export function limitClose(model: ChannelModel): void {
  const close = model.close.bind(model);
  model.close = () => closeQuietly({ close });
}
