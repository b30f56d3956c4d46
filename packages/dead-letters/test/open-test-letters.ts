import { randomUUIDv7 } from 'node:crypto';
import {
  createTestBroker,
  type Outcome,
  outcomeOf,
  type RunningProgram,
  startProgram,
  type TestBroker,
} from '@post-views/testing';
import type { Options } from 'amqplib';
import type { Config } from '../src/config.ts';
import type { LetterReason } from '../src/letter.ts';

export const POST = '0b6f3a52-9f0c-4f5e-8a55-3f6b1c2d4e5f';

/** A dead letter, as the consumer publishes it. */
export interface TestLetter {
  readonly body: string | Buffer | object;
  readonly reason?: LetterReason;
  readonly id?: string;
  readonly options?: Options.Publish;
}

/** A queue and its dead letters, of which no other test knows. */
export interface TestLetters extends AsyncDisposable {
  readonly broker: TestBroker;
  readonly config: Config;
  /** Publishes dead letters, and waits until the broker has them. */
  put(letters: readonly TestLetter[]): Promise<void>;
  /** Messages that are ready: in the queue and out to nobody. */
  ready(queue: string): Promise<number>;
  /** `pnpm dead-letters …` as a process; `env` is added to its environment. */
  start(args: string, env?: Readonly<Record<string, string>>): RunningProgram;
  /** As {@link start}, until its end. */
  run(args: string, env?: Readonly<Record<string, string>>): Promise<Outcome>;
}

const DEAD_LETTERS = { 'x-queue-type': 'quorum', 'x-delivery-limit': 1_000_000 };

export async function openTestLetters(): Promise<TestLetters> {
  const broker = await createTestBroker();
  const { channel, queue: sourceQueue } = broker;
  const queue = `${sourceQueue}.dead`;
  await channel.assertExchange('analytics.dead', 'direct', { durable: true });
  await channel.assertQueue(queue, { durable: true, arguments: DEAD_LETTERS });
  await channel.bindQueue(queue, 'analytics.dead', sourceQueue);
  // As the consumer declares it, which may have to find it so.
  await channel.assertQueue(sourceQueue, {
    durable: true,
    arguments: {
      ...DEAD_LETTERS,
      'x-dead-letter-exchange': 'analytics.dead',
      'x-dead-letter-routing-key': sourceQueue,
      'x-dead-letter-strategy': 'at-least-once',
      'x-overflow': 'reject-publish',
    },
  });

  const start: TestLetters['start'] = (args, env = {}) =>
    startProgram(
      'packages/dead-letters/src/main.ts',
      { AMQP_URL: broker.url, AMQP_QUEUE: sourceQueue, ...env },
      args.split(' '),
    );
  return {
    broker,
    config: { amqpUrl: broker.url, sourceQueue, queue },
    start,
    async put(letters) {
      for (const { body, reason = 'invalid_event', id = randomUUIDv7(), options } of letters) {
        const bytes =
          typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
        channel.publish('analytics.dead', sourceQueue, Buffer.from(bytes), {
          persistent: true,
          correlationId: id,
          headers: {
            'x-reason': reason,
            'x-detail': 'why',
            'x-rejected-at': '2026-11-24T12:00:00.000Z',
          },
          ...options,
        });
      }
      await channel.waitForConfirms();
    },
    ready: async (name) => (await channel.checkQueue(name)).messageCount,
    async run(args, env) {
      await using program = start(args, env);
      return await outcomeOf(program);
    },
    [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
  };
}
