import type { MysqlPool, MysqlPoolConnection } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { createFailover, type FailoverOptions, inOrder } from '../../src/failover.ts';
import { readOnlyError } from '../../src/server-check/read-only.ts';

let now: number;
let tried: string[];
let servers: FakeServer[];
let pool: MysqlPool;

/** A pool that keeps one connection. */
class FakeServer {
  readonly name: string;
  failure: Error | undefined;
  silent = false;
  readonly waiting: Parameters<MysqlPool['getConnection']>[0][] = [];
  trouble: () => void = () => undefined;
  opened = 0;
  ended = false;
  #idle: MysqlPoolConnection | undefined;

  constructor(name: string) {
    this.name = name;
  }

  openPool = (onTrouble: () => void): MysqlPool => {
    this.trouble = onTrouble;
    return {
      getConnection: (callback) => {
        tried.push(this.name);
        now += 1;
        if (this.silent) return void this.waiting.push(callback);
        if (this.failure) return callback(this.failure, undefined as never);
        this.#idle ??= this.#open();
        callback(null, this.#idle);
      },
      end: (callback) => {
        this.ended = true;
        callback(null);
      },
    };
  };

  #open(): MysqlPoolConnection {
    this.opened += 1;
    const destroy = () => {
      this.#idle = undefined;
    };
    const release = () => undefined;
    return { destroy, release, server: this.name } as unknown as MysqlPoolConnection;
  }
}

function open(options: FailoverOptions = {}): void {
  servers = ['a', 'b', 'c'].map((name) => new FakeServer(name));
  pool = createFailover(servers, { now: () => now, ...options });
}

beforeEach(() => {
  now = 0;
  tried = [];
  open();
});

/** @returns the server that the connection leads to */
function connect(): Promise<string> {
  tried = [];
  return new Promise((resolve, reject) => {
    pool.getConnection((error, connection) => {
      if (error) reject(error);
      else resolve((connection as unknown as { server: string }).server);
    });
  });
}

const fail = (index: number, failure: Error | undefined) => {
  const server = servers[index];
  if (server) server.failure = failure;
};
const away = (name: string) => new Error(`${name} is away`);

describe('several servers', () => {
  it('are used in their order, each connection of the same server again', async () => {
    expect(await connect()).toBe('a');
    expect(await connect()).toBe('a');
    expect(tried).toEqual(['a']);
    expect(servers[0]?.opened).toBe(1);
  });

  it('are tried until one takes the connection, and work stays there', async () => {
    fail(0, away('a'));
    fail(1, away('b'));
    expect(await connect()).toBe('c');
    expect(tried).toEqual(['a', 'b', 'c']);
    fail(0, undefined);
    now += 1_000_000;
    expect(await connect()).toBe('c');
    expect(tried).toEqual(['c']);
  });

  it('are all tried again when the one in use fails, the one that failed last at the end', async () => {
    fail(0, away('a'));
    await connect();
    fail(0, undefined);
    fail(1, away('b'));
    expect(await connect()).toBe('c');
    fail(2, away('c'));
    expect(await connect()).toBe('a');
    expect(tried).toEqual(['c', 'a']);
  });

  it('fail with what the first of them says when none takes the connection, but for read-only ones', async () => {
    fail(0, readOnlyError());
    for (const index of [1, 2]) fail(index, away(`server ${index}`));
    await expect(connect()).rejects.toThrow('server 1 is away');
    expect(tried).toEqual(['a', 'b', 'c']);
    for (const index of [0, 1, 2]) fail(index, readOnlyError());
    await expect(connect()).rejects.toThrow('read-only');
    // For ever: the next time each is tried again.
    fail(0, undefined);
    expect(await connect()).toBe('a');
  });

  it('are not all tried when that takes too long', async () => {
    open({ timeoutMs: 2 });
    for (const index of [0, 1, 2]) fail(index, away(`server ${index}`));
    await expect(connect()).rejects.toThrow('server 0 is away');
    await expect(connect()).rejects.toThrow('server 2 is away');
    expect(tried).toEqual(['c', 'a']);
  });

  it('are not changed because all connections are in use', async () => {
    fail(0, Object.assign(new Error('no connection is free'), { code: 'POOL_TIMEOUT' }));
    await expect(connect()).rejects.toThrow('no connection is free');
    fail(0, undefined);
    expect(await connect()).toBe('a');
  });

  it('are used in their order again some time after a failure, if that is wanted', async () => {
    open({ forgetMs: 100 });
    fail(0, away('a'));
    expect(await connect()).toBe('b');
    fail(0, undefined);
    expect(await connect()).toBe('b');
    now += 100;
    expect(await connect()).toBe('b');
    expect(await connect()).toBe('a');
  });

  it('hold nobody up who waits for one that has failed for another', async () => {
    const [first] = servers;
    if (first) first.silent = true;
    const waiting = [connect(), connect()];
    first?.waiting[0]?.(away('a'), undefined as never);
    expect(await Promise.all(waiting)).toEqual(['b', 'b']);
  });

  it('are left when something goes wrong in use twice within a minute, with all connections', async () => {
    expect(await connect()).toBe('a');
    now += 1;
    servers[0]?.trouble();
    expect(await connect()).toBe('a');
    now += 60_000;
    servers[0]?.trouble();
    expect(await connect()).toBe('a');
    servers[0]?.trouble();
    expect(await connect()).toBe('b');
    for (const index of [1, 2]) fail(index, away('it'));
    expect(await connect()).toBe('a');
    expect(servers[0]?.opened).toBe(2);
    expect(await connect()).toBe('a');
    expect(servers[0]?.opened).toBe(2);
  });

  it('are all ended', async () => {
    await new Promise((resolve) => pool.end(resolve));
    expect(servers.map(({ ended }) => ended)).toEqual([true, true, true]);
  });
});

describe('inOrder', () => {
  it.each([
    ['as listed', [-Infinity, -Infinity], [0, 1]],
    ['by failure', [-Infinity, 9, 5], [0, 2, 1]],
  ])('%s', (_, failures, order) => {
    const all = failures.map((failedAt, index) => ({ failedAt, index }));
    expect(inOrder(all).map(({ index }) => index)).toEqual(order);
  });
});
