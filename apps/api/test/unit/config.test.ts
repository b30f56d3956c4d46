import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';

const minimal = { DATABASE_URL: 'mysql://u:p@db/views', INTERNAL_API_KEYS: 'panel:s3cret' };

describe('readConfig', () => {
  it('needs the database and a key and has defaults for the rest', () => {
    expect(readConfig(minimal)).toEqual({
      databaseUrl: minimal.DATABASE_URL,
      host: '0.0.0.0',
      port: 3000,
      healthPort: 9465,
      apiKeys: [{ name: 'panel', key: 's3cret' }],
      rateLimit: undefined,
      maxInFlight: 256,
      logLevel: 'info',
    });
  });

  it('takes several keys, also of one name, so that a key can be replaced', () => {
    const { apiKeys } = readConfig({
      ...minimal,
      INTERNAL_API_KEYS: 'panel:new:1, panel:old,dash:x',
    });
    expect(apiKeys).toEqual([
      { name: 'panel', key: 'new:1' },
      { name: 'panel', key: 'old' },
      { name: 'dash', key: 'x' },
    ]);
  });

  it.each([
    ['INTERNAL_API_KEYS', undefined, 'is required'],
    ['INTERNAL_API_KEYS', 's3cret', 'must be name:key'],
    ['INTERNAL_API_KEYS', 'panel:', 'must be name:key'],
    ['INTERNAL_API_KEYS', 'panel:s3cret,', 'must be name:key'],
    ['INTERNAL_API_KEYS', 'my panel:s3cret', 'must be name:key'],
    ['INTERNAL_API_KEYS', 'panel:s3cretü', 'must be name:key'],
    ['INTERNAL_API_KEYS', 'a:s3cret,b:s3cret', 'has the same key twice'],
    ['RATE_LIMIT', '0', 'must be a whole number from 1 to 1000000'],
    ['MAX_IN_FLIGHT_REQUESTS', '0', 'must be a whole number from 1 to 100000'],
    ['PORT', '1e3', 'must be a whole number'],
    ['HEALTH_PORT', '3000', 'must not be the same as PORT'],
  ])('refuses %s=%s and says why', (variable, value, why) => {
    const read = () => readConfig({ ...minimal, [variable]: value });
    expect(read).toThrow(`${variable}: ${why}`);
    expect(read).not.toThrow(/s3cret/);
  });
});
