import type { RecoveringChannelModel } from 'amqplib';

/** @returns resolves when no attempt to connect is under way, which may be at once */
export function followAttempts(connection: RecoveringChannelModel): () => Promise<void> {
  let current = Promise.withResolvers<void>();
  const ended = () => current.resolve();
  connection.on('connect', ended);
  connection.on('connect-failed', ended);
  connection.on('reconnect-scheduled', ({ delay }) => {
    const next = () => {
      current = Promise.withResolvers<void>();
    };
    setTimeout(next, delay).unref();
  });
  return () => current.promise;
}
