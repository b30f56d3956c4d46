import {
  createTcpProxy,
  type RunningProgram,
  startProgram,
  type TcpProxy,
} from '@post-views/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openTestServers,
  POST,
  someEvents,
  startTestConsumer,
  type TestServers,
} from '../start-test-consumer.ts';

/**
 * SIGTERM to a real process, in each phase of a batch. In all of them it ends with code 0, and what was counted
 * and could be acknowledged is: otherwise it would be in the queue again.
 */

const WAIT = { timeout: 20_000, interval: 20 };
const EVENTS = 50;

let releases: AsyncDisposableStack;
let servers: TestServers;
let databaseProxy: TcpProxy;
let brokerProxy: TcpProxy;

beforeEach(async () => {
  releases = new AsyncDisposableStack();
  servers = releases.use(await openTestServers());
  databaseProxy = releases.use(await createTcpProxy(servers.database.url));
  brokerProxy = releases.use(await createTcpProxy(servers.broker.url));
});
afterEach(() => releases.disposeAsync());

function start(env: Readonly<Record<string, string>> = {}): RunningProgram {
  const program = startProgram('apps/consumer/src/main.ts', {
    DATABASE_URL: databaseProxy.url,
    AMQP_URL: brokerProxy.url,
    AMQP_QUEUE: servers.broker.queue,
    HEALTH_PORT: '0',
    ...env,
  });
  return releases.use(program);
}

async function startConsuming(env?: Readonly<Record<string, string>>): Promise<RunningProgram> {
  const program = start(env);
  await program.logged('consuming');
  return program;
}

/** Sends SIGTERM, and waits until the consumer has heard it. */
async function terminate(consumer: RunningProgram): Promise<void> {
  consumer.process.kill('SIGTERM');
  await consumer.logged('stopping');
}

const waiting = () => servers.broker.waiting(servers.broker.queue);

async function expectAllCounted(): Promise<void> {
  expect(await servers.counted()).toEqual([EVENTS, EVENTS, EVENTS]);
  expect(await waiting()).toBe(0);
}

describe('SIGTERM while a batch is collected', () => {
  it('writes it without waiting for its age', async () => {
    const consumer = await startConsuming({ BATCH_MAX_AGE_MS: '60000' });
    await servers.broker.publish(someEvents(EVENTS));
    await expect.poll(waiting, WAIT).toBe(0);
    expect(await consumer.end('SIGTERM')).toBe(0);
    await expectAllCounted();
  });

  it('acknowledges all of it, also when its first message waits for a dead letter', async () => {
    const consumer = await startConsuming({ BATCH_MAX_AGE_MS: '60000' });
    await servers.broker.publish([{ no: 'event' }, ...someEvents(900)]);
    await expect.poll(waiting, WAIT).toBe(0);
    expect(await consumer.end('SIGTERM')).toBe(0);
    expect(await servers.counted()).toEqual([900, 900, 900]);
    expect(await waiting()).toBe(0);
    expect(await servers.broker.waiting(`${servers.broker.queue}.dead`)).toBe(1);
  });
});

/** Something that holds a batch up in one phase. */
interface Hold {
  readonly held: Promise<void>;
  release(): Promise<unknown>;
}

/** Holds up a statement by what another connection has locked. */
function lock(statement: string, waitingForIt: string): () => Promise<Hold> {
  return async () => {
    const { database } = servers;
    const day = new Date().toISOString().slice(0, 10);
    await database.query(`INSERT INTO post_view_totals VALUES ('${POST}', 0)`);
    await database.query(`INSERT INTO post_view_aggregates VALUES ('${POST}', '${day}', 0)`);
    await database.query('BEGIN');
    await database.query(statement);
    return {
      // InnoDB renews what it says of transactions only when nobody has looked for a tenth of a second.
      get held() {
        return expect
          .poll(() => database.query(waitingForIt), { ...WAIT, interval: 150 })
          .toHaveLength(1);
      },
      async release() {
        await database.query('COMMIT');
        await database.query('UNLOCK TABLES');
      },
    };
  };
}

function freeze(how: 'freezeAt' | 'freezeAfter', text: string): () => Promise<Hold> {
  return async () => ({ held: databaseProxy[how](text), release: () => databaseProxy.restore() });
}

const LOCK_WAIT = "SELECT 1 FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'";
const TABLE_WAIT =
  "SELECT 1 FROM information_schema.PROCESSLIST WHERE STATE LIKE 'Waiting for table metadata lock'";

describe('SIGTERM in the middle of a transaction', () => {
  it.each<[string, () => Promise<Hold>]>([
    ['has begun', freeze('freezeAfter', 'begin')],
    ['inserts raw rows', lock('LOCK TABLES post_views WRITE', TABLE_WAIT)],
    ['has inserted raw rows', lock('SELECT * FROM post_view_aggregates FOR UPDATE', LOCK_WAIT)],
    ['has counted days', lock('SELECT * FROM post_view_totals FOR UPDATE', LOCK_WAIT)],
    ['has counted all', freeze('freezeAt', 'commit')],
    ['commits', freeze('freezeAfter', 'commit')],
  ])('that %s: finishes it', async (_, holdUp) => {
    const consumer = await startConsuming();
    const hold = await holdUp();
    await servers.broker.publish([someEvents(EVENTS)]);
    await hold.held;
    await terminate(consumer);
    await hold.release();
    expect(await consumer.ended).toBe(0);
    await expectAllCounted();
  });

  it('that commits, whose answer is lost: finds it counted, and acknowledges it', async () => {
    const consumer = await startConsuming();
    const frozen = databaseProxy.freezeAfter('commit');
    await servers.broker.publish([someEvents(EVENTS)]);
    await frozen;
    await expect.poll(servers.counted, WAIT).toEqual([EVENTS, EVENTS, EVENTS]);
    await terminate(consumer);
    await databaseProxy.cut();
    await databaseProxy.restore();
    expect(await consumer.ended).toBe(0);
    await expectAllCounted();
  });
});

describe('SIGTERM after the commit', () => {
  it('gets the acknowledgement to a broker that is slow', async () => {
    const consumer = await startConsuming();
    const hold = await lock('SELECT * FROM post_view_totals FOR UPDATE', LOCK_WAIT)();
    await servers.broker.publish([someEvents(EVENTS)]);
    await hold.held;
    brokerProxy.freeze();
    await hold.release();
    await expect.poll(servers.counted, WAIT).toEqual([EVENTS, EVENTS, EVENTS]);
    await terminate(consumer);
    await brokerProxy.restore();
    expect(await consumer.ended).toBe(0);
    await expectAllCounted();
  });

  it('waits until the dead letters are safe', async () => {
    const { channel, queue } = servers.broker;
    const declaring = await startTestConsumer(servers);
    await expect.poll(() => declaring.health('ready'), WAIT).toMatchObject({ status: 200 });
    await declaring.stop();
    await channel.unbindQueue(`${queue}.dead`, 'analytics.dead', queue);
    const consumer = await startConsuming({ AMQP_TOPOLOGY: 'check' });
    await servers.broker.publish(['{', ...someEvents(EVENTS)]);
    await consumer.logged('dead_letter_failed');
    await expect.poll(servers.counted, WAIT).toEqual([EVENTS, EVENTS, EVENTS]);
    await terminate(consumer);
    await channel.bindQueue(`${queue}.dead`, 'analytics.dead', queue);
    expect(await consumer.ended).toBe(0);
    await expectAllCounted();
    expect(await servers.broker.waiting(`${queue}.dead`)).toBe(1);
  });
});

describe('SIGTERM while the database is away', () => {
  it('waits for it as long as it may, and writes what it has', async () => {
    const consumer = await startConsuming();
    await databaseProxy.cut();
    await servers.broker.publish([someEvents(EVENTS)]);
    await consumer.logged('write_failed');
    await terminate(consumer);
    await databaseProxy.restore();
    expect(await consumer.ended).toBe(0);
    await expectAllCounted();
  });

  it('gives back what it has, when it may wait no longer', async () => {
    const consumer = await startConsuming({ SHUTDOWN_TIMEOUT_MS: '500' });
    await databaseProxy.cut();
    await servers.broker.publish([someEvents(EVENTS), someEvents(1)]);
    await consumer.logged('write_failed');
    expect(await consumer.end('SIGTERM')).toBe(0);
    expect(await consumer.logged('stop_incomplete')).toMatchObject({ outcome: 'too late' });
    await expect.poll(waiting, WAIT).toBe(2);
    expect(await servers.counted()).toEqual([0, 0, 0]);
  });
});

describe('SIGTERM before the database was reached', () => {
  it.each([
    ['refuses connections', () => databaseProxy.cut()],
    ['keeps silent', async () => databaseProxy.freeze()],
  ])('because it %s: ends at once, and has never had a message', async (_, goAway) => {
    await goAway();
    const consumer = start();
    await consumer.logged('started');
    const connected = { event: 'amqp_connected', connection: 'consumer' };
    await expect.poll(() => consumer.log, WAIT).toContainEqual(expect.objectContaining(connected));
    await servers.broker.publish(someEvents(3));
    const asked = performance.now();
    expect(await consumer.end('SIGTERM')).toBe(0);
    expect(performance.now() - asked).toBeLessThan(5_000);
    const messages = await servers.broker.takeAll(servers.broker.queue);
    expect(messages.map(({ fields }) => fields.redelivered)).toEqual([false, false, false]);
  });
});

describe('SIGTERM while the broker is away', () => {
  it('ends at once', async () => {
    const consumer = await startConsuming();
    await brokerProxy.cut();
    await consumer.logged('amqp_disconnected');
    const asked = performance.now();
    expect(await consumer.end('SIGTERM')).toBe(0);
    expect(performance.now() - asked).toBeLessThan(5_000);
  });
});
