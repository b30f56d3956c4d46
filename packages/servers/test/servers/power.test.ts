import { connect } from 'amqplib';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type Servers, startServers } from '../../src/index.ts';

// Not those that all tests share: they are killed. Those that were given have no such switch.
const way = inject('serversWay');
let servers: Servers;

beforeAll(async () => {
  servers = await startServers({ way: way === 'given' ? undefined : way });
}, 120_000);
afterAll(() => servers.stop());

it('a database that was killed comes back with what was committed, at the same URL', async () => {
  const { url, power } = servers.database;
  const before = await createConnection(url);
  await before.query('CREATE TABLE kept (n INT)');
  await before.query('INSERT INTO kept VALUES (42)');
  const lost = new Promise((resolve) => before.on('error', resolve));
  await power?.kill();
  await lost;
  await expect(createConnection(url)).rejects.toThrow();

  await power?.start();
  const after = await createConnection(url);
  expect(await after.query('SELECT n FROM kept')).toMatchObject([[{ n: 42 }], expect.anything()]);
  await after.end();
});

it('a broker that was killed comes back with its queues, at the same URL', async () => {
  const { url, power } = servers.broker;
  const before = await connect(url);
  const lost = new Promise((resolve) => before.on('error', resolve));
  const channel = await before.createChannel();
  channel.on('error', () => undefined);
  await channel.assertQueue('kept', { arguments: { 'x-queue-type': 'quorum' } });
  await power?.kill();
  await lost;
  await expect(connect(url)).rejects.toThrow();

  await power?.start();
  const after = await connect(url);
  const reader = await after.createChannel();
  expect(await reader.checkQueue('kept')).toMatchObject({ queue: 'kept' });
  await after.close();
});
