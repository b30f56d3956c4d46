import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const WITHIN_MS = 60_000;
const POLL_MS = 200;

/** As strict as the manifests are; and node is the first process, without one that would pass signals on to it. */
const STRICT = ['--read-only', '--cap-drop=ALL', '--security-opt=no-new-privileges'];
/** So that the engine says at once what HEALTHCHECK has found. */
const EAGER = ['--health-interval=1s', '--health-start-period=0s', '--health-retries=1'];

/** Where nobody listens. */
const SETTINGS = {
  DATABASE_URL: 'mysql://nobody:nothing@127.0.0.1:1/post_views',
  AMQP_URL: 'amqp://127.0.0.1:1',
  INTERNAL_API_KEYS: 'test:not-a-key-of-anybody',
};

/** Fails in a file of the service, and shows the stack. */
const THROW = `
  import { readEnv } from '/app/packages/service/src/index.ts';
  const schema = { safeParse: () => ({ success: false, error: { issues: [] } }) };
  try { readEnv(schema, {}); } catch (error) { console.error(error.stack); }`;

/** Answers as an app does that is ready. */
const READY = `
  import { createServer } from 'node:http';
  createServer((_, response) => response.end('ready')).listen(process.env.HEALTH_PORT);`;

/** What node takes from a system elsewhere: how names are looked up, whom to believe in TLS, time zones. */
const LOOK_AROUND = `
  import { lookup } from 'node:dns/promises';
  import { getCACertificates } from 'node:tls';
  const { address } = await lookup('in-hosts');
  const response = await fetch('http://ready:' + process.env.HEALTH_PORT);
  console.log(JSON.stringify({
    hosts: address,
    network: await response.text(),
    authorities: getCACertificates().length > 100,
    time: new Date(0).toLocaleTimeString('en-GB', { timeZone: 'Asia/Tokyo' }),
  }));`;

/**
 * Fails when containers of the image don't run as they should.
 *
 * @param name a network, and the label of the containers, for whoever is to take them away
 */
export async function checkContainers(image: string, name: string): Promise<void> {
  const options = [...STRICT, `--label=${name}`, `--network=${name}`];
  const start = (...args: string[]) =>
    docker('run', '--detach', ...options, ...EAGER, ...args).trim();
  const run = (...args: string[]) =>
    spawnSync('docker', ['run', '--rm', ...options, ...args], { encoding: 'utf8' });

  const unset = run(image);
  strictEqual(unset.status, 1, unset.stderr);
  match(unset.stderr, /DATABASE_URL: is required/);

  const migration = run(...environment(), image, 'node', 'packages/db/src/main.ts');
  match(migration.stderr, /DATABASE_URL: ECONNREFUSED/, 'is the migration in it?');

  const line = lineOf('packages/service/src/env.ts', 'throw new ConfigError');
  match(
    run(image, ...script(THROW)).stderr,
    new RegExp(`at readEnv \\(.*/app/packages/service/src/env\\.ts:${line}:`),
    'a stack names the line',
  );

  const ready = start('--network-alias=ready', image, ...script(READY));
  await until(ready, 'healthy');
  const around = run('--add-host=in-hosts:127.0.0.9', image, ...script(LOOK_AROUND));
  deepStrictEqual(around.stderr || JSON.parse(around.stdout), {
    hosts: '127.0.0.9',
    network: 'ready',
    authorities: true,
    time: '09:00:00',
  });
  docker('rm', '--force', ready);

  const app = start(...environment(), image);
  const found = await until(app, 'unhealthy', /"database":\{"ok":false/);
  docker('stop', '--time', '30', app);
  const code = docker('inspect', '--format', '{{.State.ExitCode}}', app).trim();
  strictEqual(code, '0', `SIGTERM ends it orderly; ${found}`);
}

/** @returns what it wrote to standard output */
export function docker(...args: string[]): string {
  return execFileSync('docker', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

function environment(): string[] {
  return Object.entries(SETTINGS).map(([name, value]) => `--env=${name}=${value}`);
}

function script(source: string): string[] {
  return ['node', '--input-type=module', '--eval', source];
}

/** Waits until HEALTHCHECK has found that. */
async function until(container: string, status: string, output = /./): Promise<string> {
  const deadline = Date.now() + WITHIN_MS;
  for (;;) {
    const { Health, Running } = JSON.parse(
      docker('inspect', '--format', '{{json .State}}', container),
    );
    const found: string = Health.Log.at(-1)?.Output ?? '';
    if (Health.Status === status && output.test(found)) return found;
    if (!Running || Date.now() > deadline) {
      throw new Error(`${Health.Status} instead of ${status}: ${found}${logsOf(container)}`);
    }
    await sleep(POLL_MS);
  }
}

function logsOf(container: string): string {
  const { stderr, stdout } = spawnSync('docker', ['logs', container], { encoding: 'utf8' });
  return `${stdout}${stderr}`;
}

function lineOf(file: string, words: string): number {
  const lines = readFileSync(join(import.meta.dirname, '..', file), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(words)) + 1;
}
