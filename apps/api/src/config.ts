import { databaseEnv, databaseUrlOf } from '@post-views/db';
import { commonEnv, port, readEnv, wholeNumber } from '@post-views/service';
import { z } from 'zod';

/** A caller of the API, by one of the keys that it may use. */
export interface ApiKey {
  readonly name: string;
  readonly key: string;
}

const apiKeys = z.string().transform((text, context): ApiKey[] => {
  const keys = text.split(/[,\n]/).map((pair) => {
    const [name = '', ...rest] = pair.trim().split(':');
    return { name, key: rest.join(':') };
  });
  const message = keys.some(({ name, key }) => !/^[\w.-]+$/.test(name) || !/^[!-~]+$/.test(key))
    ? 'must be name:key, or several with commas or line breaks between; a name is letters, digits, and . _ -, a key is ASCII'
    : new Set(keys.map(({ key }) => key)).size < keys.length
      ? 'has the same key twice, so that it would not tell who calls'
      : undefined;
  if (message !== undefined) context.addIssue({ code: 'custom', message });
  return keys;
});

const schema = z
  .object({
    ...commonEnv,
    ...databaseEnv,
    HOST: z.string().default('0.0.0.0'),
    PORT: port.default(3000),
    HEALTH_PORT: port.default(9465),
    INTERNAL_API_KEYS: apiKeys,
    RATE_LIMIT: wholeNumber(1, 1_000_000).optional(),
    MAX_IN_FLIGHT_REQUESTS: wholeNumber(1, 100_000).default(256),
  })
  .refine((env) => env.PORT !== env.HEALTH_PORT || env.PORT === 0, {
    path: ['HEALTH_PORT'],
    message: 'must not be the same as PORT',
  })
  .transform((env, context) => ({
    databaseUrl: databaseUrlOf(env, context),
    host: env.HOST,
    port: env.PORT,
    healthPort: env.HEALTH_PORT,
    apiKeys: env.INTERNAL_API_KEYS,
    /** Requests of a caller in a minute, with all keys of its name; no limit if unset. */
    rateLimit: env.RATE_LIMIT,
    /** Requests that wait for a reading at a time. */
    maxInFlight: env.MAX_IN_FLIGHT_REQUESTS,
    logLevel: env.LOG_LEVEL,
  }));

export type Config = Readonly<z.output<typeof schema>>;

/** @throws {ConfigError} naming each variable that is missing, malformed or in contradiction */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  return readEnv(schema, env);
}
