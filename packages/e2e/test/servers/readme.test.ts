import { once } from 'node:events';
import { connect } from 'node:net';
import { createTestBroker, createTestDatabase } from '@post-views/testing';
import { describe, expect, inject, it } from 'vitest';
import { commands, readme, requests, shapeOf } from '../readme.ts';
import { ROOT, readText } from '../repository.ts';
import { runInShell } from '../shell.ts';

const WAIT = { timeout: 120_000, interval: 100 };

describe('the README', { timeout: 180_000 }, () => {
  it('has no command that nobody runs', () => {
    const runHere = /^(curl |npx pnpm (dev|db:migrate|start:consumer|start:api)$)/;
    const runByCi = [
      'npx pnpm test',
      'SERVERS=native npx pnpm test',
      'SERVERS=containers npx pnpm test',
      'docker compose -f docker/compose.yaml up --build',
    ];
    expect(
      commands.filter((command) => !runHere.test(command) && !runByCi.includes(command)),
    ).toEqual([]);
    const ci = readText('.ci/run');
    const lines = [
      'SERVERS=$servers npx pnpm "$@"',
      "'native test ",
      '"containers test ',
      '\ndocker/smoke-test\n',
    ];
    for (const line of lines) expect(ci).toContain(line);
    expect(requests).toHaveLength(commands.filter((command) => command.startsWith('curl')).length);
  });

  it('has a table of every variable that the code reads, with its default', async () => {
    const table = readme.slice(readme.indexOf('### Configuration'), readme.indexOf('### Scale it'));
    const rows = table.matchAll(/^\| `([A-Z_]+)` \|[^|]*\|([^|]*)\|/gm);
    const documented = new Map([...rows].map(([, name = '', cell = '']) => [name, cell]));
    const read = [
      'packages/amqp/src/env.ts',
      'packages/db/src/env.ts',
      'packages/service/src/env.ts',
      'apps/consumer/src/config.ts',
      'apps/api/src/config.ts',
    ]
      .map(readText)
      .flatMap((code) => [...code.matchAll(/^ {2,}([A-Z][A-Z_]+): /gm)].map(([, name]) => name));
    expect(new Set(documented.keys())).toEqual(new Set(read));

    const required = {
      DATABASE_URL: 'mysql://user:password@host/database',
      AMQP_URL: 'amqp://user:password@host',
      INTERNAL_API_KEYS: 'name:key',
    };
    const others = [...documented].filter(([name]) => name !== 'MAINTENANCE_DATABASE_URL');
    for (const app of ['consumer', 'api']) {
      const { readConfig } = await import(`${ROOT}apps/${app}/src/config.ts`);
      // Where the API has another default, it comes last.
      const position = app === 'api' ? -1 : 0;
      const defaults = others.flatMap(([name, cell]) => {
        const value = [...cell.matchAll(/`([^`]+)`/g)].at(position)?.[1];
        return value === undefined ? [] : [[name, value]];
      });
      const told = { ...required, ...Object.fromEntries(defaults) };
      expect(readConfig(told)).toEqual(readConfig(required));
    }
  });

  it('starts the service with one command; what it says to paste answers, and the answers grow', async () => {
    const given = { DATABASE_URL: inject('databaseUrl'), AMQP_URL: inject('amqpUrl') };
    const isGiven = inject('serversWay') === 'given';
    await using dev = runInShell('npx pnpm dev', isGiven ? given : {});
    await Promise.race([
      expect.poll(() => dev.output, WAIT).toContain('Ctrl-C ends everything'),
      dev.ended.then(() => expect(dev.output).toBe('the service, running')),
    ]);
    const address = /API +(http:\S+)\/api\/v1/.exec(dev.output)?.[1] ?? '';

    const printed = [...dev.output.matchAll(/^ +(curl .+)$/gm)].map(([, line]) => line ?? '');
    expect(printed).toHaveLength(3);
    for (const line of printed) {
      const ask = async () => {
        const { data } = JSON.parse(await outputOf(line)) as { data: object };
        const numbers = JSON.stringify(data).matchAll(/"views":(\d+)/g);
        return [...numbers].reduce((sum, [, views]) => sum + Number(views), 0);
      };
      const before = await ask();
      await expect.poll(ask, WAIT).toBeGreaterThan(before);
    }

    for (const { command, language, answer } of requests) {
      const answered = await outputOf(command.replace('http://127.0.0.1:3000', address));
      if (language === 'csv') {
        expect(answered.split('\r\n')[0]).toBe(answer.split('\n')[0]);
      } else if (command.includes('limit=0')) {
        expect(JSON.parse(answered)).toEqual(JSON.parse(answer));
      } else {
        expect(shapeOf(JSON.parse(answered))).toEqual(shapeOf(JSON.parse(answer)));
      }
    }

    const urls = dev.output.matchAll(/:\/\/(?:[^\s@]+@)?([\w.]+):(\d+)/g);
    const addresses = new Map(
      [...urls].map(([, host = '', port]) => [`${host}:${port}`, { host, port: Number(port) }]),
    );
    // The API and its health, the consumer's health, the database and the broker.
    expect(addresses.size).toBe(5);
    dev.interrupt();
    await dev.ended;
    expect(dev.output).toContain('nothing is left running');
    const open = await Promise.all([...addresses.values()].map(accepts));
    expect(open.filter(Boolean)).toHaveLength(isGiven ? 2 : 0);
  });

  it('runs the apps one by one', async () => {
    await using database = await createTestDatabase();
    await using broker = await createTestBroker();
    const env = { DATABASE_URL: database.url, HEALTH_PORT: '0' };
    await using migration = runInShell('npx pnpm db:migrate', env);
    expect(await migration.ended).toBe(0);
    expect(migration.output).toContain('the database is up to date');

    await using consumer = runInShell('npx pnpm start:consumer', {
      ...env,
      AMQP_URL: inject('amqpUrl'),
      AMQP_QUEUE: broker.queue,
    });
    await using api = runInShell('npx pnpm start:api', {
      ...env,
      PORT: '0',
      INTERNAL_API_KEYS: 'readme:key',
    });
    await expect.poll(() => consumer.output, WAIT).toContain('"event":"consuming"');
    await expect.poll(() => api.output, WAIT).toContain('"event":"started"');
    consumer.interrupt();
    api.interrupt();
    await Promise.all([consumer.ended, api.ended]);
    expect(consumer.output).toContain('"event":"stopped"');
    expect(api.output).toContain('"event":"stopped"');
  });
});

/** Whether anybody listens there. */
async function accepts(address: { host: string; port: number }): Promise<boolean> {
  const socket = connect(address);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function outputOf(line: string): Promise<string> {
  const command = runInShell(line);
  expect(await command.ended).toBe(0);
  return command.output;
}
