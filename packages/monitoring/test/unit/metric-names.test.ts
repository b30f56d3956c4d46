import { describe, expect, it } from 'vitest';
import { DASHBOARD_NAMES, readDashboard, shownPanels } from '../../src/read-dashboard.ts';
import { readRules, readText } from '../alerts.ts';
import { metricsIn } from '../promql.ts';

const { alerts, recorded } = await readRules();

/** What a histogram is asked for. */
const PARTS = ['', '_bucket', '_count', '_sum'];
const NODE_METRICS = [
  'nodejs_eventloop_lag_p99_seconds',
  'process_cpu_seconds_total',
  'process_resident_memory_bytes',
  'process_start_time_seconds',
];
/** What Prometheus says itself. */
const PROMETHEUS_METRICS = ['up', 'ALERTS'];

const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, it]) => it);

const known = new Set([
  ...namesIn(await readText('docs/metrics.md'), /^\| `(analytics_\w+)` \|/gm).flatMap((name) =>
    PARTS.map((part) => name + part),
  ),
  ...namesIn(await readText('docs/alerts.md'), /^\| `(rabbitmq_\w+)` \|/gm),
  ...recorded.map(({ record }) => record),
  ...NODE_METRICS,
  ...PROMETHEUS_METRICS,
]);

describe('the metrics that are asked for', () => {
  const rules = [
    ...alerts.map(({ alert, expr }) => ({ name: alert, expr })),
    ...recorded.map(({ record, expr }) => ({ name: record, expr })),
  ];
  it.each(rules)('exist: those of $name', ({ expr }) => {
    const names = metricsIn(expr);
    expect(names).not.toEqual([]);
    for (const name of names) expect([...known]).toContain(name);
  });

  describe.each(DASHBOARD_NAMES)('by the dashboard %s', async (name) => {
    it.each(shownPanels(await readDashboard(name)))('exist: those of "$title"', (panel) => {
      for (const { expr } of panel.targets ?? [])
        for (const name of metricsIn(expr)) expect([...known]).toContain(name);
    });
  });
});

describe('metricsIn', () => {
  it('finds what is read, and no function or label', () => {
    const expr = 'sum by (code) (rate(a_total{code!="b"}[$__rate_interval])) > 0 or c offset 1d';
    expect(metricsIn(expr)).toEqual(['a_total', 'c']);
  });

  it('refuses what is not PromQL', () => {
    expect(() => metricsIn('sum(rate(a[1m])')).toThrow('not PromQL');
    expect(() => metricsIn('a{b=c}')).toThrow('not PromQL');
  });
});
