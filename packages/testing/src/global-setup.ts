import { serversFromEnv, startServers } from '@post-views/servers';
import type { TestProject } from 'vitest/node';
import './provided.ts';

/** Starts the servers once for all tests that need some. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = await startServers({
    ...serversFromEnv(process.env, 'TEST_'),
    onProgress: (line) => process.stdout.write(`  ${line}\n`),
  });
  const { way, database, broker } = servers;
  process.stdout.write(`  servers: ${way}, ${database.version}, ${broker.version}\n`);
  project.provide('serversWay', way);
  project.provide('serverPids', [database.pid, broker.pid]);
  project.provide('databaseUrl', database.url);
  project.provide('amqpUrl', broker.url);
  project.provide('brokerControl', broker.control);
  return () => servers.stop();
}
