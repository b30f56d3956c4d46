import { describe, expect, it } from 'vitest';
import { serversFromEnv } from '../../src/index.ts';

const DATABASE_URL = 'mysql://u:p@db/views';
const AMQP_URL = 'amqp://u:p@mq';

describe('serversFromEnv', () => {
  it('leaves the way open, and gives no URLs, when nothing is set', () => {
    expect(serversFromEnv({})).toEqual({
      way: undefined,
      given: { databaseUrl: undefined, amqpUrl: undefined },
    });
  });

  it.each(['given', 'containers', 'native'])('takes the way %s from SERVERS', (way) => {
    expect(serversFromEnv({ SERVERS: way }).way).toBe(way);
  });

  it.each(['docker', 'Native', ' native', 'toString'])('refuses SERVERS=%s and says why', (way) => {
    expect(() => serversFromEnv({ SERVERS: way })).toThrow(
      `SERVERS must be one of given, containers, native, not ${way}`,
    );
  });

  it('takes the URLs, whichever way SERVERS names', () => {
    const given = { databaseUrl: DATABASE_URL, amqpUrl: AMQP_URL };
    expect(serversFromEnv({ DATABASE_URL, AMQP_URL })).toEqual({ way: undefined, given });
    expect(serversFromEnv({ SERVERS: 'native', DATABASE_URL, AMQP_URL })).toEqual({
      way: 'native',
      given,
    });
  });

  it('hands on one URL alone, for the start to refuse', () => {
    expect(serversFromEnv({ DATABASE_URL }).given).toEqual({ databaseUrl: DATABASE_URL });
    expect(serversFromEnv({ AMQP_URL }).given).toEqual({ amqpUrl: AMQP_URL });
  });

  it('counts an empty variable as unset', () => {
    expect(serversFromEnv({ SERVERS: '', DATABASE_URL: '', AMQP_URL: '' })).toEqual(
      serversFromEnv({}),
    );
  });

  it('reads only the URLs with the prefix, and SERVERS without it', () => {
    const env = {
      SERVERS: 'given',
      TEST_SERVERS: 'native',
      DATABASE_URL: 'mysql://u:p@production/views',
      AMQP_URL: 'amqp://u:p@production',
      TEST_DATABASE_URL: DATABASE_URL,
      TEST_AMQP_URL: AMQP_URL,
    };
    expect(serversFromEnv(env, 'TEST_')).toEqual({
      way: 'given',
      given: { databaseUrl: DATABASE_URL, amqpUrl: AMQP_URL },
    });
    expect(serversFromEnv({ DATABASE_URL, AMQP_URL }, 'TEST_')).toEqual(serversFromEnv({}));
  });
});
