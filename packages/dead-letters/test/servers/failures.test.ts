import { createTcpProxy } from '@post-views/testing';
import { connect } from 'amqplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestLetters, type TestLetters } from '../open-test-letters.ts';

let letters: TestLetters;
const WAIT = { timeout: 20_000, interval: 20 };

beforeEach(async () => {
  letters = await openTestLetters();
});
afterEach(() => letters[Symbol.asyncDispose]());

const urlWith = (change: (url: URL) => void) => {
  const url = new URL(letters.broker.url);
  change(url);
  return url.href;
};

/** One line, which names the setting, and no stack. */
async function expectFailure(args: string, env: Record<string, string>, words: string) {
  const { code, stdout, stderr } = await letters.run(args, env);
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: `Failed: ${words}\n` });
}

describe('a failure is one line that names the setting', () => {
  it('when the broker is away', async () => {
    await using proxy = await createTcpProxy(letters.broker.url);
    await proxy.cut();
    const { host } = new URL(proxy.url);
    for (const command of ['list', 'show abcd', 'replay', 'drop --yes']) {
      await expectFailure(
        command,
        { AMQP_URL: proxy.url },
        `AMQP_URL: no broker listens at ${host}`,
      );
    }
  });

  it('when no node of several is there, by the last of them', async () => {
    await using proxy = await createTcpProxy(letters.broker.url);
    await proxy.cut();
    const nowhere = urlWith((url) => {
      url.port = '1';
    });
    const AMQP_URL = `${nowhere},${proxy.url}`;
    const { host } = new URL(proxy.url);
    await expectFailure('list', { AMQP_URL }, `AMQP_URL: no broker listens at ${host}`);
    await proxy.restore();
    expect(await letters.run('list', { AMQP_URL })).toMatchObject({ code: 0 });
  });

  it('when the login is refused, or the virtual host is not there', async () => {
    const wrong = urlWith((url) => {
      url.password = 'wrong-secret';
    });
    const { host } = new URL(wrong);
    const refused = `AMQP_URL: the broker at ${host} refuses the user or the password`;
    await expectFailure('list', { AMQP_URL: wrong }, refused);
    const elsewhere = urlWith((url) => {
      url.pathname = '/else%2Fwhere';
    });
    const missing = `AMQP_URL: the broker at ${host} has no virtual host else/where for this user`;
    await expectFailure('list', { AMQP_URL: elsewhere }, missing);
  });

  it('when the queue is not there', async () => {
    const missing =
      'AMQP_QUEUE: there is no queue nowhere.dead; the consumer declares it when it starts';
    for (const command of ['list', 'replay', 'drop --yes']) {
      await expectFailure(command, { AMQP_QUEUE: 'nowhere' }, missing);
    }
  });

  it('when the source queue is not there: then no letter is removed', async () => {
    const { channel } = letters.broker;
    const { sourceQueue, queue } = letters.config;
    await letters.put([{ body: 'a' }, { body: 'b' }]);
    await channel.deleteQueue(sourceQueue);
    const words = `AMQP_QUEUE: there is no queue ${sourceQueue} to which letters could go back`;
    await expectFailure('replay', {}, words);
    await expect.poll(() => letters.ready(queue), WAIT).toBe(2);
  });

  it('when the source queue is full: then no letter is removed', async () => {
    const { channel } = letters.broker;
    const { sourceQueue, queue } = letters.config;
    await letters.put([{ body: 'a' }, { body: 'b' }]);
    await channel.deleteQueue(sourceQueue);
    const limits = { 'x-max-length': 0, 'x-overflow': 'reject-publish' };
    await channel.assertQueue(sourceQueue, { durable: true, arguments: limits });
    await expectFailure('replay', {}, `AMQP_QUEUE: ${sourceQueue} takes no more messages`);
    await expect.poll(() => letters.ready(queue), WAIT).toBe(2);
  });

  it('when another connection has the queue for itself', async () => {
    const other = await connect(letters.broker.url);
    const channel = await other.createChannel();
    await channel.assertQueue('locked.dead', { exclusive: true });
    const locked = 'AMQP_QUEUE: the queue locked.dead is locked by another connection';
    await expectFailure('list', { AMQP_QUEUE: 'locked' }, locked);
    await other.close();
  });

  it('when the environment is not usable', async () => {
    const { code, stderr } = await letters.run('list', { AMQP_URL: '', AMQP_QUEUE: 'a b' });
    expect(code).toBe(1);
    expect(stderr).toContain('AMQP_URL: is required');
    expect(stderr).toContain('AMQP_QUEUE: must be 1 to 200 ASCII characters');
  });
});

describe('a command line that can not be understood', () => {
  it.each([
    ['lst', "unknown command 'lst'"],
    ['list --resaon too_old', "unknown option '--resaon'"],
    ['list --reason late', "argument 'late' is invalid. Allowed choices are invalid_json,"],
    ['list --limit 1e3', "argument '1e3' is invalid. It must be a whole number"],
    ['list abcd', "too many arguments for 'list'"],
    ['show', "missing required argument 'id'"],
    ['show abc', "'abc' is invalid for argument 'id'"],
    ['drop --yes abcd xyz!', "'xyz!' is invalid for argument 'id'"],
    ['replay --reason too_old abcd', 'give ids or --reason, not both'],
    ['drop', 'run it on a terminal or with --yes'],
  ])('%s: is named, with code 2', async (args, words) => {
    const { code, stdout, stderr } = await letters.run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
  });

  it.each(['--help', 'list --help', 'show -h', 'replay --help', 'drop --help', 'help drop'])(
    '%s says how',
    async (args) => {
      const { code, stdout, stderr } = await letters.run(args, { AMQP_URL: '' });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('Usage: pnpm dead-letters');
    },
  );
});
