import type { StartOptions, Way } from '@post-views/servers';

const WAYS: readonly string[] = ['given', 'containers', 'native'] satisfies Way[];

/**
 * Reads where the tests get their servers from: `SERVERS` (given, containers or native) picks the way;
 * unset, `TEST_DATABASE_URL` and `TEST_AMQP_URL` are used if there, and otherwise the first way that works.
 */
export function serversFromEnv(env: NodeJS.ProcessEnv): StartOptions {
  const way = env['SERVERS'] || undefined;
  if (way !== undefined && !isWay(way)) {
    throw new Error(`SERVERS must be one of ${WAYS.join(', ')}, not ${way}`);
  }
  const { TEST_DATABASE_URL: databaseUrl, TEST_AMQP_URL: amqpUrl } = env;
  return {
    ...(way && { way }),
    given: { ...(databaseUrl && { databaseUrl }), ...(amqpUrl && { amqpUrl }) },
  };
}

function isWay(text: string): text is Way {
  return WAYS.includes(text);
}
