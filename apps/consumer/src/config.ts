import { TOPOLOGY } from '@post-views/event';
import { commonEnv, port, readEnv, urlOf, wholeNumber } from '@post-views/service';
import { z } from 'zod';

/**
 * A quorum queue never has more messages than this out to one consumer.
 *
 * @see https://www.rabbitmq.com/docs/confirms#channel-qos-prefetch-throughput
 */
const QUORUM_QUEUE_MAX_PREFETCH = 2000;

const schema = z
  .object({
    ...commonEnv,
    AMQP_URL: urlOf('amqp:', 'amqps:'),
    AMQP_QUEUE: z
      .string()
      .regex(/^[!-~]{1,200}$/, 'must be 1 to 200 ASCII characters without a space')
      .default(TOPOLOGY.queue),
    AMQP_TOPOLOGY: z
      .enum(['declare', 'check'], { error: 'must be declare or check' })
      .default('declare'),
    BATCH_SIZE: wholeNumber(1, QUORUM_QUEUE_MAX_PREFETCH).default(1000),
    BATCH_MAX_AGE_MS: wholeNumber(1, 60_000).default(200),
    PREFETCH: wholeNumber(1, QUORUM_QUEUE_MAX_PREFETCH).default(QUORUM_QUEUE_MAX_PREFETCH),
    SHUTDOWN_TIMEOUT_MS: wholeNumber(1, 600_000).default(20_000),
    HOST: z.string().default('0.0.0.0'),
    HEALTH_PORT: port.default(9464),
  })
  .refine((env) => env.PREFETCH >= env.BATCH_SIZE, {
    path: ['PREFETCH'],
    message: 'must be at least BATCH_SIZE, or a batch of single events could never fill',
  })
  .transform((env) => ({
    databaseUrl: env.DATABASE_URL,
    amqpUrl: env.AMQP_URL,
    queue: env.AMQP_QUEUE,
    topology: env.AMQP_TOPOLOGY,
    /** Events. */
    batchSize: env.BATCH_SIZE,
    /** How long the oldest event of a batch may wait before the batch is written. */
    batchMaxAgeMs: env.BATCH_MAX_AGE_MS,
    /** Messages. */
    prefetch: env.PREFETCH,
    /** How long a shutdown may take; stay below the grace period of whatever runs this process. */
    shutdownTimeoutMs: env.SHUTDOWN_TIMEOUT_MS,
    /** Address that the health port listens on. */
    host: env.HOST,
    healthPort: env.HEALTH_PORT,
    logLevel: env.LOG_LEVEL,
  }));

export type Config = Readonly<z.output<typeof schema>>;

/** @throws {ConfigError} naming each variable that is missing, malformed or in contradiction */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  return readEnv(schema, env);
}
