import { mkdir, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrateAt } from '@post-views/db';
import { TOPOLOGY } from '@post-views/event';
import {
  openBrokerMetrics,
  serversFromEnv,
  startServers,
  startWatchdog,
} from '@post-views/servers';
import { runMain } from '@post-views/service';
import { seededRandom } from '@post-views/testing/random';
import { createTcpProxy } from '@post-views/testing/tcp-proxy';
import { queryNow } from '../live/ask-prometheus.ts';
import { startLoad } from '../live/load.ts';
import { startPrometheus } from '../live/start-prometheus.ts';
import { startService } from '../live/start-service.ts';
import { DASHBOARD_NAMES, readDashboard } from '../read-dashboard.ts';
import { ROOT } from '../root.ts';
import { drawDashboard } from './draw-dashboard.ts';
import { readPanels } from './read-panels.ts';

const { queue } = TOPOLOGY;
const LOAD = { messagesPerSecond: 400, requestsPerSecond: 80 };
const BEFORE_MS = 150_000;
/** A consumer compares counters within 10 minutes of its start. */
const COMPARED_TIMEOUT_MS = 630_000;
const AWAY_MS = 45_000;
const AFTER_MS = 105_000;
const STEP_SECONDS = 3;
/** What comes first is the start of the processes. */
const SETTLING_SECONDS = 20;

/**
 * `pnpm dashboards:pictures`: draws the dashboards as they look while views flow, the database is cut off for a while, and all
 * is made up for; writes docs/pictures.
 */
await runMain(async () => {
  await using stack = new AsyncDisposableStack();
  const watchdog = stack.adopt(startWatchdog(), (it) => it.stop());
  const { way } = serversFromEnv(process.env);
  const servers = stack.use(await startServers({ way, onProgress: say }));
  const { control } = servers.broker;
  if (!control)
    throw new Error('SERVERS: the broker must be our own, for it has to tell of its queues');
  await migrateAt(servers.database.url);
  const proxy = stack.use(await createTcpProxy(servers.database.url));
  const amqpUrl = servers.broker.url;
  const started = {
    databaseUrl: proxy.url,
    amqpUrl,
    queue,
    consumers: 2,
    apis: 2,
    watchdog,
  };
  const service = stack.use(await startService(started));
  const broker = stack.use(await openBrokerMetrics(control)).address;
  const targets = { ...service, broker, queue, interval: `${STEP_SECONDS}s` };
  const { url } = stack.use(await startPrometheus(targets, watchdog));
  stack.use(await startLoad({ amqpUrl, queue, service, ...LOAD, random: seededRandom(1) }));

  say(
    `views flow for ${(BEFORE_MS + AWAY_MS + AFTER_MS) / 1000} s, or until counters are compared`,
  );
  await Promise.all([sleep(BEFORE_MS), untilCompared(url)]);
  const cutAt = new Date();
  await proxy.cut();
  await sleep(AWAY_MS);
  await proxy.restore();
  await sleep(AFTER_MS);

  const range = {
    start: (cutAt.getTime() - BEFORE_MS) / 1000 + SETTLING_SECONDS,
    end: Date.now() / 1000,
    stepSeconds: STEP_SECONDS,
  };
  const caption =
    `${servers.database.version}, ${servers.broker.version}, two consumers, two processes of the API; ${LOAD.messagesPerSecond} messages and ` +
    `${LOAD.requestsPerSecond} requests a second. From ${clock(cutAt)} on the database could not be reached for ${AWAY_MS / 1000} s.`;
  const firing = await queryNow(
    url,
    'count by (alertname) (ALERTS{alertstate="firing"})',
    range.end,
  );
  const alerts = firing.map(({ metric }) => metric['alertname']).join(', ');
  const told = `${caption} Firing: ${alerts || 'nothing'}.`;
  for (const name of DASHBOARD_NAMES) await draw(name, url, range, told);
});

/** Waits until it is known whether the counters are right: it is no number before. */
async function untilCompared(url: string): Promise<void> {
  for (const end = Date.now() + COMPARED_TIMEOUT_MS; Date.now() < end; await sleep(1_000)) {
    const [drift] = await queryNow(url, 'max(analytics_counter_drift)');
    if (Number.isFinite(drift?.values[0]?.[1])) return;
  }
  throw new Error('no consumer has compared the counters');
}

async function draw(
  name: string,
  url: string,
  range: Parameters<typeof readPanels>[2],
  caption: string,
): Promise<void> {
  const dashboard = await readDashboard(name);
  const shown = await readPanels(url, dashboard, range);
  const file = `docs/pictures/${name}.svg`;
  await mkdir(new URL('docs/pictures/', ROOT), { recursive: true });
  await writeFile(new URL(file, ROOT), drawDashboard({ dashboard, shown, caption }));
  say(`written: ${file}`);
}

/** As the axes have it. */
function clock(date: Date): string {
  return date.toTimeString().slice(0, 8);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
