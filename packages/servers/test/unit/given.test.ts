import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { startServers } from '../../src/index.ts';
import { freePorts } from '../../src/native/free-ports.ts';
import { readBrokerVersion, readDatabaseVersion } from '../../src/versions.ts';

const password = 'hunter2-hunter2';

test('names the URL that is missing when only one is given', async () => {
  const databaseUrl = 'mysql://u@127.0.0.1/post_views';
  const amqpUrl = 'amqp://u@127.0.0.1/';
  await expect(startServers({ given: { databaseUrl } })).rejects.toThrow(
    'given.amqpUrl is missing',
  );
  await expect(startServers({ given: { amqpUrl } })).rejects.toThrow(
    'given.databaseUrl is missing',
  );
  await expect(startServers({ way: 'given' })).rejects.toThrow('needs the URLs of both servers');
});

test('names the URL, the host and the user, never the password, when a server does not answer', async () => {
  const [port] = await freePorts(1);
  const given = {
    databaseUrl: `mysql://reader:${password}@127.0.0.1:${port}/post_views`,
    amqpUrl: `amqp://reader:${password}@127.0.0.1:${port}/`,
  };
  const error: unknown = await startServers({ given }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Error);
  expect(String(error)).toMatch(
    new RegExp(`cannot use given\\.\\w+Url: 127\\.0\\.0\\.1:${port} as reader .*ECONNREFUSED`),
  );
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(password);
});

test('does not show what was given when it is no URL', async () => {
  const given = { databaseUrl: `127.0.0.1:${password}`, amqpUrl: password };
  await expect(startServers({ given })).rejects.toThrow(
    /^given\.\w+Url is not a URL like \w+:\/\/user:password@host:port\/…$/,
  );
});

test('a server that accepts connections and says nothing ends the wait', async () => {
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  try {
    await expect(readDatabaseVersion(`mysql://u:p@127.0.0.1:${port}/d`, 200)).rejects.toThrow(
      'ETIMEDOUT',
    );
    await expect(readBrokerVersion(`amqp://u:p@127.0.0.1:${port}/`, 200)).rejects.toThrow(
      'ETIMEDOUT',
    );
  } finally {
    silent.close();
  }
});
