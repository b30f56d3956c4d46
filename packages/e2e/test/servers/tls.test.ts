import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectOnce, explainAmqpError } from '@post-views/amqp';
import { classifyError, openDatabase, ping } from '@post-views/db';
import { openPublisher } from '@post-views/publisher';
import { type Servers, startServers } from '@post-views/servers';
import { type RunningProgram, startProgram } from '@post-views/testing';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const way = inject('serversWay');
const START_MS = 180_000;
const WAIT = { timeout: 30_000, interval: 50 };
const POST = '3f0f1c88-2a4b-4f0e-9d3c-7b1f8f0f8a10';
const PASSWORD = 'p@ss:/w%rd ü';
/** Another name of 127.0.0.1, which no certificate is for. */
const OTHER_NAME = '127.1';

/** With another value for some parts. */
function changed(
  url: string,
  parts: Partial<Pick<URL, 'username' | 'password' | 'hostname'>>,
): URL {
  return Object.assign(new URL(url), parts);
}

function withParameters(url: string, parameters: Record<string, string>): string {
  const parts = new URL(url);
  for (const [name, value] of Object.entries(parameters)) parts.searchParams.set(name, value);
  return parts.href;
}

// Servers that are given have the certificates that they have.
describe.runIf(way !== 'given')('servers that speak TLS', () => {
  let servers: Servers;
  let folder: string;
  let caFile: string;
  let databaseUrl: string;
  let amqpsUrl: string;
  const programs: RunningProgram[] = [];

  const run = (script: string, env: Record<string, string>) => {
    const program = startProgram(script, { HEALTH_PORT: '0', HOST: '127.0.0.1', ...env });
    programs.push(program);
    return program;
  };

  beforeAll(async () => {
    servers = await startServers({ way, tls: true });
    folder = await mkdtemp(join(tmpdir(), 'post-views-tls-'));
    caFile = join(folder, 'ca.pem');
    await writeFile(caFile, String(servers.database.tls?.ca));
    await writeFile(join(folder, 'password'), `${PASSWORD}\n`);
    databaseUrl = String(servers.database.tls?.url);
    amqpsUrl = String(servers.broker.tls?.url);
    const admin = await createConnection(servers.database.url);
    await admin.query(`CREATE USER only_tls IDENTIFIED BY ${admin.escape(PASSWORD)} REQUIRE SSL`);
    await admin.query('GRANT ALL ON post_views.* TO only_tls');
    await admin.end();
  }, START_MS);
  afterAll(async () => {
    for (const program of programs) await program[Symbol.asyncDispose]();
    await servers.stop();
    await rm(folder, { recursive: true });
  });

  it('count a view and tell of it, with CA and password in files', async () => {
    const env = {
      DATABASE_URL: changed(databaseUrl, { username: 'only_tls', password: '' }).href,
      DATABASE_PASSWORD_FILE: join(folder, 'password'),
      DATABASE_CA_FILE: caFile,
    };
    expect(await run('packages/db/src/main.ts', env).ended).toBe(0);
    await writeFile(join(folder, 'amqp'), amqpsUrl);
    const consumer = run('apps/consumer/src/main.ts', {
      ...env,
      AMQP_URL_FILE: join(folder, 'amqp'),
      AMQP_CA_FILE: caFile,
    });
    await writeFile(join(folder, 'keys'), 'panel:k-1\nadmin:k-2\n');
    const api = run('apps/api/src/main.ts', {
      ...env,
      PORT: '0',
      INTERNAL_API_KEYS_FILE: join(folder, 'keys'),
    });
    await consumer.logged('consuming');
    const publisher = await openPublisher({
      url: withParameters(amqpsUrl, { cacertfile: caFile }),
    });
    await publisher.publishPostView({ postUuid: POST });
    await publisher.close();

    const url = String((await api.logged('started'))['url']);
    const views = async () => {
      const response = await fetch(`${url}/api/v1/posts/${POST}/views`, {
        headers: { 'x-internal-api-key': 'k-2' },
      });
      return ((await response.json()) as { data: { views: number } }).data.views;
    };
    await expect.poll(views, WAIT).toBe(1);
    expect(await consumer.end('SIGTERM')).toBe(0);
    expect(await api.end('SIGTERM')).toBe(0);
  });

  it.each([
    ['no TLS', {}, {}, 'ER_ACCESS_DENIED_ERROR'],
    ['a CA that is not known', { 'ssl-mode': 'VERIFY_IDENTITY' }, {}, 'CERT_UNTRUSTED'],
    [
      'another name of the host',
      { ca: true },
      { hostname: OTHER_NAME },
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
  ])('turn down a client of the database with %s', async (_with, parameters, parts, code) => {
    const { ca, ...others } = parameters as { ca?: boolean; 'ssl-mode'?: string };
    const user = { username: 'only_tls', password: encodeURIComponent(PASSWORD) };
    const url = withParameters(changed(databaseUrl, { ...user, ...parts }).href, {
      ...others,
      ...(ca && { 'ssl-ca': caFile }),
    });
    const db = openDatabase({ url, connections: 1, connectTimeoutMs: 5_000 });
    const failure = await ping(db).catch((error: unknown) => error);
    await db.destroy();
    expect(classifyError(failure)).toMatchObject({ code, kind: 'setup' });
  });

  it('are reached by another name when only the CA is verified', async () => {
    const url = withParameters(changed(databaseUrl, { hostname: OTHER_NAME }).href, {
      'ssl-ca': caFile,
      'ssl-mode': 'VERIFY_CA',
    });
    const db = openDatabase({ url, connections: 1, connectTimeoutMs: 5_000 });
    await ping(db);
    await db.destroy();
  });

  it.each([
    ['a CA that is not known', false, {}, 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['another name of the host', true, { hostname: OTHER_NAME }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('turn down a client of the broker with %s', async (_with, ca, parts, code) => {
    const { href } = changed(amqpsUrl, parts);
    const url = ca ? withParameters(href, { cacertfile: caFile }) : href;
    const failure = await connectOnce({ url, purpose: `test-${randomUUID()}` }).catch(
      (error: unknown) => error,
    );
    expect(explainAmqpError(failure)).toMatchObject({ code, trouble: { setting: 'AMQP_URL' } });
  });
});
