import { migrateAt } from '@post-views/db';
import { openBrokerMetrics, startWatchdog } from '@post-views/servers';
import { createTestBroker, createTestDatabase } from '@post-views/testing';
import { seededRandom } from '@post-views/testing/random';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { get, queryNow } from '../../src/live/ask-prometheus.ts';
import { startLoad } from '../../src/live/load.ts';
import { startPrometheus } from '../../src/live/start-prometheus.ts';
import { startService } from '../../src/live/start-service.ts';
import { DASHBOARD_NAMES, filledIn, readDashboard, shownPanels } from '../../src/read-dashboard.ts';
import { readRules } from '../alerts.ts';

/** A minute for installing Prometheus, and what a busy machine may take besides. */
const SETUP_TIMEOUT_MS = 300_000;
const WAIT = { timeout: 60_000, interval: 200 };
const VIEWS = 500;

/** Queries that are empty on a good day, and why. */
const MAY_BE_EMPTY: Readonly<Record<string, string>> = {
  'sum by (code) (rate(analytics_write_failures_total[1m])) > 0': 'no write has failed',
  'sum by (status) (rate(analytics_request_duration_seconds_count{status=~"5.."}[1m]))':
    'no request has failed',
};

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly name: string;
      readonly health: string;
      readonly state?: string;
      readonly alerts?: readonly { readonly annotations: Readonly<Record<string, string>> }[];
    }[];
  }[];
}

const { alerts, recorded } = await readRules();
const stack = new AsyncDisposableStack();
let url: string;

/** Waits for the value of the only series of an expression. */
async function untilAtLeast(least: number, expr: string): Promise<void> {
  await vi.waitFor(async () => {
    const [series] = await queryNow(url, expr);
    expect(series?.values[0]?.[1], expr).toBeGreaterThanOrEqual(least);
  }, WAIT);
}

beforeAll(async () => {
  const watchdog = stack.adopt(startWatchdog(), (it) => it.stop());
  const database = stack.use(await createTestDatabase());
  await migrateAt(database.url);
  const testBroker = stack.use(await createTestBroker());
  const { url: amqpUrl, queue } = testBroker;
  const control = inject('brokerControl');
  const broker = control && stack.use(await openBrokerMetrics(control)).address;
  const service = stack.use(
    await startService({
      databaseUrl: database.url,
      amqpUrl,
      queue,
      consumers: 2,
      apis: 1,
      watchdog,
    }),
  );
  const targets = { ...service, broker, queue, interval: '1s' };
  url = stack.use(await startPrometheus(targets, watchdog)).url;
  await untilAtLeast(broker ? 5 : 3, 'sum(up)');
  stack.use(
    await startLoad({
      amqpUrl,
      queue,
      service,
      messagesPerSecond: 200,
      requestsPerSecond: 40,
      random: seededRandom(20261129),
    }),
  );
  await untilAtLeast(VIEWS, 'sum(increase(analytics_events_total{result="counted"}[1m]))');
  await untilAtLeast(1, 'sum(increase(analytics_rejected_events_total[1m]))');
  // Of each route that is asked for.
  const answered = 'increase(analytics_request_duration_seconds_count{status="200"}[1m]) > 0';
  await untilAtLeast(3, `count(${answered})`);
}, SETUP_TIMEOUT_MS);

afterAll(() => stack.disposeAsync());

describe('Prometheus, with the apps under load', () => {
  describe.each(DASHBOARD_NAMES)('of the dashboard %s', async (name) => {
    const panels = shownPanels(await readDashboard(name));
    it.each(panels)('has what "$title" shows', async ({ targets = [] }) => {
      for (const { expr } of targets) {
        const query = filledIn(expr, '1m');
        const series = await queryNow(url, query);
        const mayBeEmpty = query in MAY_BE_EMPTY || isOfBrokerThatWasGiven(query);
        if (!mayBeEmpty) expect(series, query).not.toEqual([]);
      }
    });
  });

  it.each(alerts)('can be asked for $alert', async ({ expr }) => {
    expect(await queryNow(url, expr)).toBeInstanceOf(Array);
  });

  it('has evaluated all rules, fires what it should and nothing else', async () => {
    const evaluated = async () => {
      const { groups } = await get<Rules>(url, 'rules');
      return groups.flatMap(({ rules }) => rules);
    };
    const healthy = async () => (await evaluated()).filter(({ health }) => health === 'ok').length;
    await expect.poll(healthy, WAIT).toBe(alerts.length + recorded.length);
    const firing = async () => (await evaluated()).filter(({ state }) => state === 'firing');
    // Some of what was published can't be counted. It is evaluated every second, if the machine gets round to it.
    const names = async () => (await firing()).map(({ name }) => name);
    await expect.poll(names, WAIT).toEqual(['PostViewsDeadLetters']);
    const told = (await firing()).flatMap((rule) => rule.alerts ?? []);
    expect(told.map(({ annotations }) => annotations)).toEqual([
      expect.objectContaining({ summary: 'Events became dead letters: invalid_event' }),
    ]);
  });
});

/** One that was not started here may have no plugin for it, and can't be given one. */
function isOfBrokerThatWasGiven(query: string): boolean {
  return inject('serversWay') === 'given' && query.includes('rabbitmq_');
}
