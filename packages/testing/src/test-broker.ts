import { randomBytes } from 'node:crypto';
import { controlBroker } from '@post-views/servers';
import { type ConfirmChannel, connect, type GetMessage } from 'amqplib';
import { inject } from 'vitest';
import './provided.ts';

export interface TestBroker extends AsyncDisposable {
  readonly url: string;
  /** A name for a queue that no other test has; the queue and its dead letters go at the end. */
  readonly queue: string;
  readonly channel: ConfirmChannel;
  /** Runs `rabbitmqctl`; there is none for a broker that was given. */
  readonly control?: (...args: string[]) => Promise<string>;
  /**
   * Publishes straight to the queue and waits until the broker has taken all of it.
   *
   * @throws when there is no such queue, which would take nothing without a word
   */
  publish(bodies: readonly (string | Buffer | object)[], messageId?: string): Promise<void>;
  /** How many messages of a queue wait for a consumer. */
  waiting(queue: string): Promise<number>;
  /** Takes all messages out of a queue. */
  takeAll(queue: string): Promise<GetMessage[]>;
}

export async function createTestBroker(): Promise<TestBroker> {
  const url = inject('amqpUrl');
  const control = inject('brokerControl');
  const queue = `test.${randomBytes(6).toString('hex')}`;
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  let returned = 0;
  channel.on('return', () => {
    returned += 1;
  });
  return {
    url,
    queue,
    channel,
    ...(control && { control: (...args) => controlBroker(control, ...args) }),
    async publish(bodies, messageId) {
      for (const body of bodies) {
        const bytes =
          typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
        channel.sendToQueue(queue, Buffer.from(bytes), {
          persistent: true,
          mandatory: true,
          ...(messageId !== undefined && { messageId }),
        });
      }
      await channel.waitForConfirms();
      if (returned > 0) throw new Error(`there was no queue ${queue} for ${returned} messages`);
    },
    async waiting(name) {
      return (await channel.checkQueue(name)).messageCount;
    },
    async takeAll(from) {
      const messages: GetMessage[] = [];
      for (;;) {
        const message = await channel.get(from, { noAck: true });
        if (message === false) return messages;
        messages.push(message);
      }
    },
    async [Symbol.asyncDispose]() {
      await channel.deleteQueue(queue);
      await channel.deleteQueue(`${queue}.dead`);
      await connection.close();
    },
  };
}
