import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type ChannelModel, connect } from 'amqplib';
import { type Connection, createConnection } from 'mysql2/promise';
import { getContainerRuntimeClient } from 'testcontainers';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { RUN_LABEL } from '../../src/containers/remove-containers.ts';
import { controlBroker, type Servers, startServers } from '../../src/index.ts';

const way = inject('serversWay');
/** Less than RabbitMQ wants to be free, which is 50 MB. */
const LITTLE_BYTES = 20_000_000;
const A_HUNDRED_ROWS = Array(100).fill("(REPEAT('x', 1000))").join(', ');

// Natively only root may mount disks.
describe.runIf(way === 'containers' || (way === 'native' && process.getuid?.() === 0))(
  'small disks',
  () => {
    let servers: Servers;

    beforeAll(async () => {
      servers = await startServers({ way, smallDisks: true });
    }, 120_000);
    afterAll(() => servers.stop());

    it('a database whose disk is full refuses writes until there is space, and keeps what it has', async () => {
      const { disk, power } = servers.database;
      const before = await openTable(servers.database.url);
      const write = () => before.query(`INSERT INTO filled VALUES ${A_HUNDRED_ROWS}`);
      await write();
      await disk?.fill();
      const writeOn = async () => {
        for (;;) await write();
      };
      await expect(writeOn()).rejects.toMatchObject({ code: 'ER_RECORD_FILE_FULL' });
      await disk?.free();
      await write();
      before.destroy();

      await power?.kill();
      expect(await power?.runs()).toBe(false);
      await power?.start();
      expect(await power?.runs()).toBe(true);
      const after = await createConnection(servers.database.url);
      const [rows] = await after.query('SELECT COUNT(*) >= 200 AS kept FROM filled');
      expect(rows).toEqual([{ kept: 1 }]);
      await after.end();
    });

    it('a broker whose disk is nearly full blocks publishers until there is space, and keeps what it has', async () => {
      const { disk, power } = servers.broker;
      const before = await openQueue(servers);
      const channel = await before.createConfirmChannel();
      channel.on('error', () => undefined);
      const blocked = once(before, 'blocked');
      await disk?.fill(LITTLE_BYTES);
      await lookAtDisk(servers);
      let sent = 0;
      // Only who goes on publishing is told.
      const publishing = setInterval(() => {
        sent += 1;
        channel.sendToQueue('kept', Buffer.from('x'), { persistent: true });
      }, 50);
      await blocked.finally(() => clearInterval(publishing));
      const unblocked = once(before, 'unblocked');
      await disk?.free();
      await lookAtDisk(servers);
      await unblocked;
      await channel.waitForConfirms();

      await power?.kill();
      await power?.start();
      const after = await connect(servers.broker.url);
      const reader = await after.createChannel();
      expect(await reader.checkQueue('kept')).toMatchObject({ messageCount: sent });
      await after.close();
    });

    it('leave nothing behind', async () => {
      const left = await whatIsLeft(servers);
      expect(await left()).not.toEqual([]);
      await servers.stop();
      expect(await left()).toEqual([]);
    });
  },
);

async function openTable(url: string): Promise<Connection> {
  const connection = await createConnection(url);
  // For its binary log a server waits, and looks only once a minute whether there is space.
  await connection.query('SET sql_log_bin = 0');
  await connection.query('CREATE TABLE filled (body VARCHAR(1000))');
  return connection;
}

/** A classic one: its messages are kept from the moment that they are confirmed. */
async function openQueue(servers: Servers): Promise<ChannelModel> {
  const model = await connect(servers.broker.url);
  model.on('error', () => undefined);
  const channel = await model.createChannel();
  channel.on('error', () => undefined);
  await channel.assertQueue('kept', { durable: true });
  await keepDeclared(servers);
  return model;
}

/** RabbitMQ 3 that is killed soon after its first start may forget what is in the log of its own database only. */
async function keepDeclared({ broker }: Servers): Promise<void> {
  const keep = 'whereis(mnesia_sup) =:= undefined orelse mnesia:dump_log().';
  if (broker.control) await controlBroker(broker.control, 'eval', keep);
}

/** The broker looks by itself every ten seconds, and at once when it is told its limit. */
async function lookAtDisk({ broker }: Servers): Promise<void> {
  if (broker.control) await controlBroker(broker.control, 'set_disk_free_limit', '50MB');
}

/** How to ask for the disks that there are, of these servers. */
async function whatIsLeft({ broker }: Servers): Promise<() => Promise<unknown[]>> {
  if (broker.control?.way === 'native') {
    const folder = dirname(dirname(broker.control.env['HOME'] ?? ''));
    const mounts = async () => (await readFile('/proc/mounts', 'utf8')).split('\n');
    return async () => (await mounts()).filter((line) => line.includes(folder));
  }
  const { container } = await getContainerRuntimeClient();
  const { Config } = await container.getById(broker.control?.id ?? '').inspect();
  const filters = { label: [`${RUN_LABEL}=${Config.Labels[RUN_LABEL]}`] };
  return async () => (await container.dockerode.listVolumes({ filters })).Volumes;
}
