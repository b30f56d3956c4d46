import { createTcpProxy, type TcpProxy } from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { classifyError, type DatabaseClient, openDatabase, ping } from '../../src/index.ts';
import { openMigrated } from '../open-migrated.ts';

const WAIT = { timeout: 10_000, interval: 20 };
const CONNECTIONS = 4;
const CONNECT_MS = 500;
const STATEMENT_MS = 1_000;

let releases: AsyncDisposableStack;
let proxy: TcpProxy;
let db: DatabaseClient;

beforeEach(async () => {
  releases = new AsyncDisposableStack();
  const { server } = releases.use(await openMigrated());
  proxy = releases.use(await createTcpProxy(server.url));
  db = openDatabase({
    url: proxy.url,
    connections: CONNECTIONS,
    connectTimeoutMs: CONNECT_MS,
    statementTimeoutMs: STATEMENT_MS,
    role: 'reader',
  });
  releases.defer(() => db.destroy());
});
afterEach(() => releases.disposeAsync());

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => classifyError(error).code,
  );
/** On a connection each. */
const pings = (count: number) => Promise.all(Array.from({ length: count }, () => codeOf(ping(db))));

describe('a pool whose server keeps silent', () => {
  it('tells so, rather than that no connection was free, when it has none open', async () => {
    proxy.freeze();
    expect(await pings(CONNECTIONS)).toEqual(Array(CONNECTIONS).fill('ETIMEDOUT'));
    await proxy.restore();
    await expect.poll(() => codeOf(ping(db)), WAIT).toBe('answered');
  });

  it('is well at once when the server is, whoever has waited in vain meanwhile', async () => {
    proxy.freeze();
    const codes = new Set(await pings(20 * CONNECTIONS));
    expect(codes).toEqual(new Set(['ETIMEDOUT', 'POOL_TIMEOUT']));
    await proxy.restore();
    expect(await codeOf(ping(db))).toBe('answered');
  });

  it('uses no connection again that is older than that', async () => {
    expect(await pings(CONNECTIONS)).toEqual(Array(CONNECTIONS).fill('answered'));
    proxy.freeze();
    expect(await codeOf(ping(db))).toBe('PROTOCOL_SEQUENCE_TIMEOUT');
    // The others still lead nowhere for as long as it lasts: what is asked now is a new connection.
    expect(await codeOf(ping(db))).toBe('ETIMEDOUT');
    await proxy.restore();
    expect(await codeOf(ping(db))).toBe('answered');
  });
});
