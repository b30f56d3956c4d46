import { expect, it } from 'vitest';
import { Addresses } from '../../src/addresses.ts';

it('goes round, beginning with the first, in an object that stays the same', () => {
  const addresses = new Addresses('amqp://u:p@a:5673/v?frameMax=8192,amqps://b,amqp://[::1]');
  const { target } = addresses;
  const seen = Array.from({ length: 4 }, () => {
    const { host } = addresses;
    const copy = { ...target };
    addresses.next();
    return [host, copy] as const;
  });
  expect(seen.map(([host]) => host)).toEqual(['a:5673', 'b', '[::1]', 'a:5673']);
  const [a, b, c] = seen.map(([, copy]) => copy);
  expect(a).toMatchObject({
    protocol: 'amqp',
    hostname: 'a',
    port: 5673,
    username: 'u',
    password: 'p',
    vhost: 'v',
    frameMax: '8192',
  });
  // Nothing of the one before is left.
  expect(b).toEqual({ protocol: 'amqps', hostname: 'b', vhost: '', heartbeat: 5 });
  expect(c).toMatchObject({ protocol: 'amqp', hostname: '::1' });
  expect(addresses.count).toBe(3);
});

it('decodes the login, and leaves a heartbeat as it was set', () => {
  const { target } = new Addresses('amqp://us%40er:p%C3%A4ss@a/%2Fv?heartbeat=1');
  expect(target).toMatchObject({
    username: 'us@er',
    password: 'päss',
    vhost: '%2Fv',
    heartbeat: '1',
  });
});

it('does not turn away from the only one', () => {
  const addresses = new Addresses('amqp://a');
  addresses.next();
  expect(addresses.host).toBe('a');
});
