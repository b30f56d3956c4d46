import { randomUUID } from 'node:crypto';
import { connect } from 'amqplib';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { docker } from '../../src/cluster/docker.ts';
import {
  type Cluster,
  type ClusterNode,
  startCluster,
  startWatchdog,
  whyNoCluster,
} from '../../src/index.ts';

const START_MS = 300_000;
const TEST_MS = 180_000;
const SOON = { timeout: 60_000, interval: 500 };

async function ask(url: string, statement: string): Promise<unknown> {
  const connection = await createConnection({ uri: url, connectTimeout: 5_000 });
  try {
    const [rows] = await connection.query<RowDataPacket[]>(statement);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    connection.destroy();
  }
}

/** How many messages are in a queue, as one node says. */
async function messagesAt({ url }: ClusterNode, queue: string): Promise<number> {
  const connection = await connect(url, { timeout: 5_000 });
  connection.on('error', () => undefined);
  try {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    return (await channel.checkQueue(queue)).messageCount;
  } finally {
    await connection.close();
  }
}

async function nodeWhere(
  nodes: readonly ClusterNode[],
  isSo: (node: ClusterNode) => Promise<boolean>,
): Promise<ClusterNode | undefined> {
  for (const node of nodes) if (await isSo(node).catch(() => false)) return node;
  return undefined;
}

const isPrimary = async ({ url }: ClusterNode) =>
  (await ask(url, 'SELECT @@super_read_only')) === 0;

if (inject('serversWay') === 'containers') {
  describe('a cluster', { timeout: TEST_MS }, () => {
    let cluster: Cluster;

    beforeAll(async () => {
      expect(await whyNoCluster()).toBeUndefined();
      cluster = await startCluster((line) => process.stdout.write(`  ${line}\n`));
    }, START_MS);
    afterAll(() => cluster[Symbol.asyncDispose](), TEST_MS);

    it('has one node that can be written to, and what is written is on all', async () => {
      const { database } = cluster;
      const primary = await nodeWhere(database, isPrimary);
      await ask(String(primary?.url), 'CREATE TABLE kept (n INT PRIMARY KEY)');
      await ask(String(primary?.url), 'INSERT INTO kept VALUES (42)');
      for (const node of database) {
        await expect.poll(() => ask(node.url, 'SELECT n FROM kept'), SOON).toBe(42);
        if (node === primary) continue;
        await expect(ask(node.url, 'INSERT INTO kept VALUES (43)')).rejects.toThrow('read-only');
      }
    });

    it('has another node to write to when that one is killed, and takes it back', async () => {
      const { database } = cluster;
      const killed = await nodeWhere(database, isPrimary);
      const others = database.filter((node) => node !== killed);
      await killed?.kill();
      await expect.poll(() => nodeWhere(others, isPrimary), SOON).toBeDefined();
      const primary = await nodeWhere(others, isPrimary);
      await ask(String(primary?.url), 'INSERT INTO kept VALUES (44)');

      await killed?.start();
      const latest = () => ask(String(killed?.url), 'SELECT MAX(n) FROM kept');
      await expect.poll(latest, SOON).toBe(44);
    });

    it('lets a primary without the others commit nothing, and turn its clients away', async () => {
      const cut = await nodeWhere(cluster.database, isPrimary);
      await cut?.cutOff();
      await expect(ask(String(cut?.url), 'INSERT INTO kept VALUES (45)')).rejects.toThrow();
      await expect.poll(() => cut && isPrimary(cut).catch(String), SOON).toContain('offline mode');

      await cut?.restore();
      expect(await ask(String(cut?.url), 'SELECT MAX(n) FROM kept')).toBe(44);
    });

    it('keeps a queue when the node that leads it is killed, and takes it back', async () => {
      const { broker } = cluster;
      const [first] = broker;
      const connection = await connect(String(first?.url));
      connection.on('error', () => undefined);
      const channel = await connection.createConfirmChannel();
      channel.on('error', () => undefined);
      await channel.assertQueue('kept', { arguments: { 'x-queue-type': 'quorum' } });
      channel.sendToQueue('kept', Buffer.from('42'), { persistent: true });
      await channel.waitForConfirms();

      await first?.kill();
      const others = broker.filter((node) => node !== first);
      for (const node of others) {
        await expect.poll(() => messagesAt(node, 'kept').catch(String), SOON).toBe(1);
      }
      await first?.start();
      await expect.poll(() => first && messagesAt(first, 'kept').catch(String), SOON).toBe(1);
    });

    it('counts a node of the broker out that is cut off, and in again', async () => {
      const [, cut, asked] = cluster.broker;
      await cut?.cutOff();
      const running = () => asked?.run('rabbitmqctl', '--quiet', 'cluster_status').then(runningOf);
      await expect.poll(running, SOON).not.toContain(cut?.name);
      expect(await messagesAt(asked as ClusterNode, 'kept')).toBe(1);

      await cut?.restore();
      expect(await running()).toContain(cut?.name);
    });
  });

  it('that is started is removed by the watchdog, should nobody else do it', async () => {
    const project = `post-views-test-${randomUUID()}`;
    const label = `com.docker.compose.project=${project}`;
    const networks = () => docker(['network', 'ls', '--quiet', '--filter', `label=${label}`]);
    const watchdog = startWatchdog();
    watchdog.watch({ kind: 'compose project', project });
    await docker(['network', 'create', '--label', label, project]);
    expect(await networks()).not.toBe('');

    await watchdog.stop();
    expect(await networks()).toBe('');
  });
} else {
  it('is made of containers, and either can be had beside other servers or says why not', async () => {
    const why = await whyNoCluster();
    expect([undefined, expect.any(String)]).toContainEqual(why);
  });
}

function runningOf(status: string): string {
  return /Running Nodes([\s\S]*?)Versions/.exec(status)?.[1] ?? '';
}
