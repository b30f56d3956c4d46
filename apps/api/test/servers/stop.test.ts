import { Agent, get } from 'node:http';
import { migrateAt } from '@post-views/db';
import { createLog } from '@post-views/service';
import {
  createTcpProxy,
  createTestDatabase,
  readMetrics,
  startProgram,
  type TcpProxy,
} from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startApi } from '../../src/api.ts';
import { readConfig } from '../../src/config.ts';
import { SHUTDOWN_TIMEOUT_MS } from '../../src/limits.ts';

let releases: AsyncDisposableStack;
let proxy: TcpProxy;
let env: Record<string, string>;

beforeEach(async () => {
  releases = new AsyncDisposableStack();
  const database = releases.use(await createTestDatabase());
  proxy = releases.use(await createTcpProxy(database.url));
  await migrateAt(database.url);
  env = {
    DATABASE_URL: proxy.url,
    HOST: '127.0.0.1',
    PORT: '0',
    HEALTH_PORT: '0',
    INTERNAL_API_KEYS: 'test:key',
  };
});
afterEach(() => releases.disposeAsync());

it('answers the request at hand before it stops, and waits for no connection that is kept alive', async () => {
  const config = readConfig(env);
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

describe('SIGTERM while the database keeps silent', () => {
  it.each([
    ['with open connections', true],
    ['with none open', false],
  ])('ends with 0, in time, whatever was asked for, %s', async (_, warmUp) => {
    const api = releases.use(startProgram('apps/api/src/main.ts', env));
    const { url, health } = await api.logged('started');
    const headers = { 'x-internal-api-key': 'key' };
    const ask = async (path: string) =>
      (await fetch(`${String(url)}/api/v1/posts${path}`, { headers })).status;
    if (warmUp) await Promise.all(['/top', '/trending'].map(ask));
    proxy.freeze();
    const asked = Promise.all(['/top?limit=2', '/trending?limit=2', '/top?period=7d'].map(ask));
    await expect.poll(() => readMetrics(health)).toContain('analytics_requests_in_flight 3\n');
    const began = performance.now();
    const ended = api.end('SIGTERM');
    expect(await asked).toEqual([503, 503, 503]);
    expect(await ended).toBe(0);
    expect(performance.now() - began).toBeLessThan(SHUTDOWN_TIMEOUT_MS);
    expect(api.log.at(-1)).toMatchObject({ event: 'stopped' });
  });
});
