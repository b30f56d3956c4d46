import { randomUUID } from 'node:crypto';
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

const START_MS = 400_000;
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

const isPrimary = async ({ url }: ClusterNode) =>
  (await ask(url, 'SELECT @@super_read_only')) === 0;

async function primaryOf({ database }: Cluster): Promise<ClusterNode | undefined> {
  for (const node of database) if (await isPrimary(node).catch(() => false)) return node;
  return undefined;
}

if (inject('serversWay') === 'containers') {
  // What becomes of nodes that are killed and cut off, and of what was confirmed: rows 17 to 19 of the faults.
  describe('a cluster', { timeout: TEST_MS }, () => {
    let cluster: Cluster;

    beforeAll(async () => {
      expect(await whyNoCluster()).toBeUndefined();
      cluster = await startCluster((line) => process.stdout.write(`  ${line}\n`));
    }, START_MS);
    afterAll(() => cluster[Symbol.asyncDispose](), TEST_MS);

    it('has one node that can be written to, and what is written is on all', async () => {
      const { database } = cluster;
      const primary = await primaryOf(cluster);
      await ask(String(primary?.url), 'CREATE TABLE kept (n INT PRIMARY KEY)');
      await ask(String(primary?.url), 'INSERT INTO kept VALUES (42)');
      for (const node of database) {
        await expect.poll(() => ask(node.url, 'SELECT n FROM kept'), SOON).toBe(42);
        if (node === primary) continue;
        await expect(ask(node.url, 'INSERT INTO kept VALUES (43)')).rejects.toThrow('read-only');
      }
    });

    it('lets a primary without the others commit nothing, and turn its clients away', async () => {
      const cut = await primaryOf(cluster);
      await cut?.cutOff();
      await expect(ask(String(cut?.url), 'INSERT INTO kept VALUES (45)')).rejects.toThrow();
      await expect.poll(() => cut && isPrimary(cut).catch(String), SOON).toContain('offline mode');

      await cut?.restore();
      expect(await ask(String(cut?.url), 'SELECT MAX(n) FROM kept')).toBe(42);
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
