import type { StartOptions, Way } from './servers.ts';

const WAYS: readonly string[] = ['given', 'containers', 'native'] satisfies Way[];

/**
 * Reads from the environment where servers are to come from: `SERVERS` picks the way; without it, URLs that
 * are set are used, and otherwise the first way that works.
 *
 * @param prefix of the variables with the URLs: `TEST_` for `TEST_DATABASE_URL` and `TEST_AMQP_URL`
 * @throws when `SERVERS` names none of the ways
 */
export function serversFromEnv(
  env: Readonly<Record<string, string | undefined>>,
  prefix: '' | 'TEST_' = '',
): StartOptions {
  const way = env['SERVERS'] || undefined;
  if (way !== undefined && !isWay(way)) {
    throw new Error(`SERVERS must be one of ${WAYS.join(', ')}, not ${way}`);
  }
  return {
    way,
    given: {
      databaseUrl: env[`${prefix}DATABASE_URL`] || undefined,
      amqpUrl: env[`${prefix}AMQP_URL`] || undefined,
    },
  };
}

function isWay(text: string): text is Way {
  return WAYS.includes(text);
}
