import type { Channel } from 'amqplib';
import type { SetupContext } from './connection.ts';

/** Has a connection given up as soon as this channel of it ends. */
export function loseWith(channel: Channel, lose: SetupContext['lose']): void {
  let cause: Error | undefined;
  channel.on('error', (error) => {
    cause = error;
  });
  channel.once('close', () => lose(cause));
}
