import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DASHBOARD_NAMES, readDashboard, shownPanels } from '../../src/read-dashboard.ts';
import { readRules, readText } from '../alerts.ts';

interface PrometheusConfig {
  readonly scrape_configs: readonly { readonly job_name: string }[];
}

interface PodMonitor {
  readonly spec: {
    readonly selector: { readonly matchExpressions: readonly { readonly values: string[] }[] };
    readonly podMetricsEndpoints: readonly {
      readonly relabelings: readonly { readonly replacement: string }[];
    }[];
  };
}

const { alerts, recorded } = await readRules();
const dashboards = await Promise.all(DASHBOARD_NAMES.map(readDashboard));
const panels = dashboards.flatMap(shownPanels);
const expressions = [...alerts, ...recorded, ...panels.flatMap(({ targets = [] }) => targets)];

/** As in `job=~"rabbitmq.*"`, each once. */
const asked = new Set(
  expressions.flatMap(({ expr }) => [...expr.matchAll(/job=~?"([^"]+)"/g)].map(([, job]) => job)),
);

describe('the jobs that are asked for', () => {
  it('are all in the configuration of Prometheus, and it has no others', async () => {
    const config = parse(await readText('infra/prometheus/prometheus.yaml')) as PrometheusConfig;
    const jobs = config.scrape_configs.map(({ job_name }) => job_name);
    const matchers = [...asked].map((job) => new RegExp(`^(${job})$`));
    for (const matcher of matchers) expect(jobs).toContainEqual(expect.stringMatching(matcher));
    for (const job of jobs)
      expect(
        matchers.some((matcher) => matcher.test(job)),
        job,
      ).toBe(true);
  });

  it('are those of the apps in Kubernetes', async () => {
    const file = 'infra/kubernetes/components/monitoring/pod-monitor.yaml';
    const { spec } = parse(await readText(file)) as PodMonitor;
    const apps = spec.selector.matchExpressions.flatMap(({ values }) => values);
    const names = spec.podMetricsEndpoints.flatMap(({ relabelings }) =>
      relabelings.flatMap(({ replacement }) => apps.map((app) => replacement.replace('$1', app))),
    );
    const literal = [...asked].filter((job) => job && /^post-views-\w+$/.test(job));
    expect(new Set(names)).toEqual(new Set(literal));
  });
});
