import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';

const minimal = { DATABASE_URL: 'mysql://u:p@db:3306/views', AMQP_URL: 'amqp://u:p@mq' };

describe('readConfig', () => {
  it('needs the two URLs and has defaults for the rest', () => {
    expect(readConfig({ ...minimal, BATCH_SIZE: '' })).toEqual({
      databaseUrl: minimal.DATABASE_URL,
      maintenanceDatabaseUrl: minimal.DATABASE_URL,
      rawRetentionDays: undefined,
      amqpUrl: minimal.AMQP_URL,
      queue: 'analytics.post_views',
      topology: 'declare',
      batchSize: 1000,
      batchMaxAgeMs: 200,
      writers: 2,
      prefetch: 4000,
      shutdownTimeoutMs: 20_000,
      host: '0.0.0.0',
      healthPort: 9464,
      logLevel: 'info',
    });
  });

  it.each([
    ['DATABASE_URL', undefined, 'is required'],
    ['DATABASE_URL', 'postgres://u:p@db/views', 'must be a URL mysql://'],
    ['DATABASE_URL', 'mysql://u:p@db:3306', 'must name a database'],
    [
      'DATABASE_URL',
      'mysql://u:p@a/views,mysql://u:p@b/other',
      'must name the same database in each URL',
    ],
    ['DATABASE_URL', 'mysql://u:p@a/views,postgres://u:p@b/views', 'must be a URL mysql://'],
    ['DATABASE_URL', 'secret', 'must be a URL mysql://'],
    ['AMQP_URL', '', 'is required'],
    ['AMQP_URL', 'amqp://a,amqp://b/x', 'must name the same virtual host in each URL'],
    ['AMQP_URL', 'mq:5672', 'must be a URL amqp://'],
    ['AMQP_URL', 'amqp://u:p%zz@mq', 'has a % that must be written as %25'],
    ['AMQP_QUEUE', ' ', 'must be 1 to 200 ASCII characters'],
    ['AMQP_QUEUE', 'ü', 'must be 1 to 200 ASCII characters'],
    ['AMQP_TOPOLOGY', 'create', 'must be declare or check'],
    ['BATCH_SIZE', '0', 'must be a whole number from 1'],
    ['BATCH_SIZE', '10001', 'must be a whole number from 1 to 10000'],
    ['BATCH_SIZE', '1e3', 'must be a whole number from 1'],
    ['BATCH_MAX_AGE_MS', '-1', 'must be a whole number from 1'],
    ['WRITERS', '0', 'must be a whole number from 1 to 16'],
    ['PREFETCH', '20001', 'must be a whole number from 1 to 20000'],
    ['PREFETCH', '999', 'must be at least BATCH_SIZE'],
    ['RAW_RETENTION_DAYS', '1', 'must be a whole number from 2 to 36500'],
    ['RAW_RETENTION_DAYS', '36501', 'must be a whole number from 2 to 36500'],
    ['MAINTENANCE_DATABASE_URL', 'mysql://u:p@db:3306', 'must name a database'],
    [
      'MAINTENANCE_DATABASE_URL',
      'mysql://u:p@db:3306/other',
      'must name the same database as DATABASE_URL',
    ],
    [
      'DATABASE_URL',
      'mysql://u:p@db/views?ssl-mode=REQUIRED',
      'has an ssl-mode that does not verify',
    ],
    ['DATABASE_URL', 'mysql://u:p@db/views?ssl-ca=/no/file', 'has an ssl-ca that names no file of'],
    [
      'DATABASE_URL',
      'mysql://u:p@127.0.0.1/views?ssl-mode=VERIFY_IDENTITY',
      'names an IP address, which can not be verified',
    ],
    ['DATABASE_PASSWORD', 'p', 'is set, but no URL in DATABASE_URL has a user without a password'],
    ['DATABASE_CA_FILE', '/no/file', 'the file can not be read (ENOENT)'],
    ['DATABASE_CA_FILE', import.meta.filename, 'has no certificate in the form of PEM'],
    ['AMQP_URL', 'amqps://u:p@mq?cacertfile=/no/file', 'has a cacertfile that names no file of'],
    ['AMQP_PASSWORD', 'p', 'is set, but no URL in AMQP_URL has a user without a password'],
    ['HEALTH_PORT', '70000', 'must be a whole number from 0 to 65535'],
    ['LOG_LEVEL', 'loud', 'must be one of fatal'],
  ])('refuses %s=%s and says why', (variable, value, why) => {
    expect(() => readConfig({ ...minimal, [variable]: value })).toThrow(`${variable}: ${why}`);
  });

  it('puts passwords that are kept apart into the URLs that lack one', () => {
    const env = {
      DATABASE_URL: 'mysql://u@a/views,mysql://u:own@b/views',
      DATABASE_PASSWORD: 'p@ss%/ü',
      MAINTENANCE_DATABASE_URL: 'mysql://admin@a/views',
      MAINTENANCE_DATABASE_PASSWORD: 'm',
      AMQP_URL: 'amqp://u@mq/v,amqp://mq-2/v',
      AMQP_PASSWORD: 'q',
    };
    expect(readConfig(env)).toMatchObject({
      databaseUrl: 'mysql://u:p%40ss%25%2F%C3%BC@a/views,mysql://u:own@b/views',
      maintenanceDatabaseUrl: 'mysql://admin:m@a/views',
      amqpUrl: 'amqp://u:q@mq/v,amqp://mq-2/v',
    });
  });

  it('takes another user for the partitions, and how long raw views are kept', () => {
    const MAINTENANCE_DATABASE_URL = 'mysql://root:p@127.0.0.1/views';
    expect(
      readConfig({ ...minimal, MAINTENANCE_DATABASE_URL, RAW_RETENTION_DAYS: '90' }),
    ).toMatchObject({
      databaseUrl: minimal.DATABASE_URL,
      maintenanceDatabaseUrl: MAINTENANCE_DATABASE_URL,
      rawRetentionDays: 90,
    });
  });

  it('takes several URLs of the same database and virtual host', () => {
    const env = {
      DATABASE_URL: 'mysql://u:p@a/views,mysql://u:p@b:3307/views',
      MAINTENANCE_DATABASE_URL: 'mysql://root:p@b:3307/views, mysql://root:p@a/views',
      AMQP_URL: 'amqp://u:p@a,amqps://u:p@b/',
    };
    expect(readConfig(env)).toMatchObject({
      databaseUrl: env.DATABASE_URL,
      maintenanceDatabaseUrl: env.MAINTENANCE_DATABASE_URL,
      amqpUrl: env.AMQP_URL,
    });
  });

  it('names all that is wrong, and shows no value', () => {
    const env = { DATABASE_URL: 'mysql://u:secret@db', AMQP_URL: 'secret' };
    expect(() => readConfig(env)).toThrow(/DATABASE_URL[\s\S]*AMQP_URL/);
    expect(() => readConfig(env)).not.toThrow(/secret/);
  });
});
