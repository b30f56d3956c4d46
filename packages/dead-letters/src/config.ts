import { brokerEnv, brokerUrlOf } from '@post-views/amqp';
import { deadLetterQueueOf } from '@post-views/event';
import { readEnv } from '@post-views/service';
import { z } from 'zod';

const schema = z.object(brokerEnv).transform((env, context) => ({
  amqpUrl: brokerUrlOf(env, context),
  /** Where the letters come from, and go back to. */
  sourceQueue: env.AMQP_QUEUE,
  /** Where they lie. */
  queue: deadLetterQueueOf(env.AMQP_QUEUE),
}));

export type Config = Readonly<z.output<typeof schema>>;

/** @throws {ConfigError} naming each variable that is missing or malformed */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  return readEnv(schema, env);
}
