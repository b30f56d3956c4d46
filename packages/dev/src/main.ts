import { parseArgs } from 'node:util';
import { migrate, openDatabase } from '@post-views/db';
import { serversFromEnv, startServers, startWatchdog } from '@post-views/servers';
import { runMain } from '@post-views/service';
import closeWithGrace from 'close-with-grace';
import { choosePorts } from './choose-ports.ts';
import { API_KEY, guide } from './guide.ts';
import { endWithParent } from './parent.ts';
import { startApp, untilReady } from './start-app.ts';
import { startTraffic } from './traffic.ts';

const SHUTDOWN_TIMEOUT_MS = 30_000;

/**
 * `pnpm dev [--no-traffic]`: the whole service on this machine, on servers of its own, until Ctrl-C.
 *
 * Whatever is started goes onto a stack, and is ended in the reverse order.
 */
await runMain(async () => {
  const { values: options } = parseArgs({
    options: { 'no-traffic': { type: 'boolean', default: false } },
  });
  const started = new AsyncDisposableStack();
  const ending = closeWithGrace({ delay: SHUTDOWN_TIMEOUT_MS, logger: false }, async ({ err }) => {
    say(err ? `stopping: ${err.message}` : 'stopping');
    await started.disposeAsync();
    say('stopped; nothing is left running');
  });
  endWithParent(() => ending.close());

  try {
    await start(started, !options['no-traffic']);
  } catch (error) {
    // What is just being started when all is to end finds the stack closed, and goes with this process.
    if (!started.disposed) throw error;
  }
});

async function start(started: AsyncDisposableStack, traffic: boolean): Promise<void> {
  const servers = await startServers({ ...serversFromEnv(process.env), onProgress: say });
  started.use(servers);
  say(`servers: ${servers.way}, ${servers.database.version}, ${servers.broker.version}`);

  say('migrating');
  const db = openDatabase({ url: servers.database.url, connections: 2, connectTimeoutMs: 10_000 });
  started.defer(() => db.destroy());
  await migrate(db, new Date());

  say('starting the consumer and the API');
  const watchdog = startWatchdog();
  started.defer(() => watchdog.stop());
  const ports = await choosePorts();
  const env = { ...process.env, DATABASE_URL: servers.database.url, HOST: '127.0.0.1' };
  const consumer = startApp('consumer', watchdog, {
    ...env,
    AMQP_URL: servers.broker.url,
    HEALTH_PORT: String(ports.consumerHealth),
  });
  started.use(consumer);
  const api = startApp('api', watchdog, {
    ...env,
    PORT: String(ports.api),
    HEALTH_PORT: String(ports.apiHealth),
    INTERNAL_API_KEYS: `dev:${API_KEY}`,
  });
  started.use(api);
  await Promise.all([untilReady(ports.consumerHealth), untilReady(ports.apiHealth)]);

  if (traffic) started.use(await startTraffic(servers.broker.url, db, say));
  process.stdout.write(guide({ ports, servers, traffic }));
}

function say(line: string): void {
  process.stdout.write(`  ${line}\n`);
}
