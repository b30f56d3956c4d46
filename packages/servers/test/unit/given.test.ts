import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePorts } from '../../src/free-ports.ts';
import { startServers } from '../../src/index.ts';
import { readBrokerVersion, readDatabaseVersion } from '../../src/versions.ts';

const PASSWORD = 'hunter2-hunter2';

describe('given servers', () => {
  it('must be both: the URL that is missing is named', async () => {
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

  it('are named with host and user, never the password, when they do not answer', async () => {
    const [port] = await freePorts(1);
    const given = {
      databaseUrl: `mysql://reader:${PASSWORD}@127.0.0.1:${port}/post_views`,
      amqpUrl: `amqp://reader:${PASSWORD}@127.0.0.1:${port}/`,
    };
    const error: unknown = await startServers({ given }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toMatch(
      new RegExp(`cannot use given\\.\\w+Url: 127\\.0\\.0\\.1:${port} as reader .*ECONNREFUSED`),
    );
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(PASSWORD);
  });

  it('are not shown when they are no URLs', async () => {
    const given = { databaseUrl: `127.0.0.1:${PASSWORD}`, amqpUrl: PASSWORD };
    await expect(startServers({ given })).rejects.toThrow(
      /^given\.\w+Url is not a URL like \w+:\/\/user:password@host:port\/…$/,
    );
  });

  it('can not have small disks', async () => {
    const given = { databaseUrl: 'mysql://u:p@127.0.0.1/d', amqpUrl: 'amqp://u:p@127.0.0.1' };
    await expect(startServers({ given, smallDisks: true })).rejects.toThrow(
      'servers that are given have the disks that they have',
    );
  });

  it('are given up when they accept connections and say nothing', async () => {
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
});
