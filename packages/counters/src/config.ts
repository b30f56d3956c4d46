import { databaseEnv, databaseUrlOf } from '@post-views/db';
import { readEnv } from '@post-views/service';
import { z } from 'zod';

const schema = z
  .object(databaseEnv)
  .transform((env, context) => ({ databaseUrl: databaseUrlOf(env, context) }));

export type Config = Readonly<z.output<typeof schema>>;

/** @throws {ConfigError} naming each variable that is missing, malformed or in contradiction */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  return readEnv(schema, env);
}
