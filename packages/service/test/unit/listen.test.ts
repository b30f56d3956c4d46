import { once } from 'node:events';
import { createServer } from 'node:net';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { ConfigError, listen } from '../../src/index.ts';

it('names the variable whose port somebody else has', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const attempt = listen(Fastify(), { host: '127.0.0.1', port }, 'HEALTH_PORT');
  await expect(attempt).rejects.toThrow(`HEALTH_PORT: ${port} is used by another process`);
  await expect(attempt).rejects.toBeInstanceOf(ConfigError);
  other.close();
});

it('names the address that this machine has not', async () => {
  await expect(listen(Fastify(), { host: '192.0.2.1', port: 0 }, 'PORT')).rejects.toThrow(
    'HOST: is not an address of this machine',
  );
});

it('tells where it listens', async () => {
  const server = Fastify();
  expect(await listen(server, { host: '127.0.0.1', port: 0 }, 'PORT')).toMatch(/^http:\/\/127/);
  await server.close();
});
