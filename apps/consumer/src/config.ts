import { brokerEnv, brokerUrlOf } from '@post-views/amqp';
import { databaseEnv, databaseUrlOf, maintenanceEnv, maintenanceUrlOf } from '@post-views/db';
import { commonEnv, pathsOf, port, readEnv, wholeNumber } from '@post-views/service';
import { z } from 'zod';

const schema = z
  .object({
    ...commonEnv,
    ...databaseEnv,
    ...maintenanceEnv,
    RAW_RETENTION_DAYS: wholeNumber(2, 36_500).optional(),
    ...brokerEnv,
    AMQP_TOPOLOGY: z
      .enum(['declare', 'check'], { error: 'must be declare or check' })
      .default('declare'),
    BATCH_SIZE: wholeNumber(1, 10_000).default(1000),
    BATCH_MAX_AGE_MS: wholeNumber(1, 60_000).default(200),
    WRITERS: wholeNumber(1, 16).default(2),
    PREFETCH: wholeNumber(1, 20_000).default(4000),
    SHUTDOWN_TIMEOUT_MS: wholeNumber(1, 600_000).default(20_000),
    HOST: z.string().default('0.0.0.0'),
    HEALTH_PORT: port.default(9464),
  })
  .refine((env) => env.PREFETCH >= env.BATCH_SIZE, {
    path: ['PREFETCH'],
    message: 'must be at least BATCH_SIZE, or a batch of single events could never fill',
  })
  .refine(
    ({ DATABASE_URL, MAINTENANCE_DATABASE_URL = DATABASE_URL }) =>
      pathsOf(DATABASE_URL, MAINTENANCE_DATABASE_URL).length === 1,
    {
      path: ['MAINTENANCE_DATABASE_URL'],
      message: 'must name the same database as DATABASE_URL',
    },
  )
  .transform((env, context) => ({
    databaseUrl: databaseUrlOf(env, context),
    /** With a user who may alter the table of raw views. */
    maintenanceDatabaseUrl: maintenanceUrlOf(env, context) ?? databaseUrlOf(env, context),
    /** How many days before today raw views are kept; for ever if undefined. */
    rawRetentionDays: env.RAW_RETENTION_DAYS,
    amqpUrl: brokerUrlOf(env, context),
    queue: env.AMQP_QUEUE,
    topology: env.AMQP_TOPOLOGY,
    /** Events. */
    batchSize: env.BATCH_SIZE,
    /** How long the oldest event of a batch may wait before the batch is written. */
    batchMaxAgeMs: env.BATCH_MAX_AGE_MS,
    /** Batches that are written at a time, each on a connection of its own. */
    writers: env.WRITERS,
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
