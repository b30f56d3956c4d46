import { Agent, get } from 'node:http';
import { migrate, openDatabase } from '@post-views/db';
import { createLog } from '@post-views/service';
import { createTcpProxy, createTestDatabase } from '@post-views/testing';
import { expect, it } from 'vitest';
import { startApi } from '../../src/api.ts';
import { readConfig } from '../../src/config.ts';

it('answers the request at hand before it stops, and waits for no connection that is kept alive', async () => {
  await using database = await createTestDatabase();
  await using proxy = await createTcpProxy(database.url);
  const db = openDatabase({ url: database.url, connections: 1, connectTimeoutMs: 5_000 });
  await migrate(db, new Date());
  await db.destroy();
  const config = readConfig({
    DATABASE_URL: proxy.url,
    HOST: '127.0.0.1',
    PORT: '0',
    HEALTH_PORT: '0',
    INTERNAL_API_KEYS: 'test:key',
  });
  const api = await startApi(config, createLog('api', 'silent'));
  const agent = new Agent({ keepAlive: true });
  const request = () =>
    new Promise<number | undefined>((resolve, reject) => {
      const options = { agent, headers: { 'x-internal-api-key': 'key' } };
      get(`${api.url}/api/v1/posts/top`, options, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      }).on('error', reject);
    });
  expect(await request()).toBe(200);

  proxy.freeze();
  const atHand = request();
  await expect.poll(async () => (await fetch(`${api.healthUrl}/live`)).status).toBe(200);
  const stopped = api.stop();
  await proxy.restore();
  expect(await atHand).toBe(200);
  const started = performance.now();
  await stopped;
  expect(performance.now() - started).toBeLessThan(2_000);
  agent.destroy();
});
