import { buildDashboard } from './build-dashboard.ts';
import { firingAlerts } from './firing-alerts.ts';
import { graph, stat } from './panels.ts';
import { processes } from './processes.ts';
import { layers, quantiles, rate } from './promql.ts';

const REQUESTS = 'analytics_request_duration_seconds';
const FAILED = `${REQUESTS}_count{status=~"5.."}`;
/** From bad to good. */
const OUTCOMES = {
  failed: 'red',
  stale: 'orange',
  loaded: 'blue',
  coalesced: 'light-blue',
  revalidating: 'light-green',
  fresh: 'green',
};

/** What callers notice: is it answered, how fast, how old. */
export const apiDashboard = () =>
  buildDashboard({
    uid: 'post-views-api',
    title: 'Post views: API',
    description:
      'What callers notice. docs/metrics.md says what each metric means, docs/alerts.md what to do.',
    rows: [
      { title: 'Is all well?', height: 4, panels: isAllWell() },
      { title: 'Answers', height: 8, panels: answers() },
      { title: 'Time', height: 8, panels: times() },
      { title: 'Reading', height: 8, panels: reading() },
      { title: 'Processes', height: 7, panels: processes('post-views-api') },
    ],
  });

const isAllWell = () => [
  firingAlerts(),
  stat('Requests', 'Answers in a second.', `sum(${rate(`${REQUESTS}_count`)})`, { unit: 'reqps' }),
  stat(
    'Failed',
    'Answers with 5xx, of all. The goal is 0.1 % in a month.',
    `(sum(${rate(FAILED)}) or vector(0)) / sum(${rate(`${REQUESTS}_count`)})`,
    { unit: 'percentunit', steps: ['green', [0.001, 'orange'], [0.0144, 'red']], decimals: 2 },
  ),
  stat(
    'p99',
    'One of a hundred requests takes longer.',
    `histogram_quantile(0.99, sum by (le) (${rate(`${REQUESTS}_bucket`)}))`,
    { unit: 's', steps: ['green', [0.1, 'orange'], [0.5, 'red']], decimals: 1 },
  ),
  stat(
    'From the cache',
    'Answers for which nothing had to be read.',
    `sum(${rate('analytics_reads_total{outcome=~"fresh|revalidating"}')}) / sum(${rate('analytics_reads_total')})`,
    { unit: 'percentunit', decimals: 0 },
  ),
  stat(
    'Old or none',
    'Answers that are older than they should be, or could not be given, for the database was not read.',
    `sum(${rate('analytics_reads_total{outcome=~"stale|failed"}')}) / sum(${rate('analytics_reads_total')})`,
    { unit: 'percentunit', steps: ['green', [0.001, 'orange'], [0.05, 'red']], decimals: 1 },
  ),
  stat(
    'Waiting',
    'Readings that wait for a place. Who waits for a second is refused.',
    'sum(analytics_requests_waiting)',
    { unit: 'short', steps: ['green', [1, 'orange'], [100, 'red']] },
  ),
  stat(
    'Processes',
    'Processes of the API that answer Prometheus.',
    'sum(up{job="post-views-api"})',
    {
      unit: 'short',
      steps: ['red', [1, 'orange'], [2, 'green']],
      nothing: '0',
    },
  ),
];

const answers = () => [
  graph(
    'Answers by status',
    'In a second. 429: a caller asks too often. 503: the database, or more than can be read. 500: open an issue.',
    layers(`${REQUESTS}_count`, 'status', ['5..', '4..', '[123]..']),
    {
      unit: 'reqps',
      stacked: true,
      colours: {
        200: 'green',
        304: 'light-green',
        400: 'light-blue',
        404: 'blue',
        429: 'purple',
        500: 'dark-red',
        503: 'red',
      },
    },
  ),
  graph(
    'Answers by route',
    'In a second.',
    [{ expr: `sum by (route) (${rate(`${REQUESTS}_count`)})`, legend: '{{route}}' }],
    { unit: 'reqps', stacked: true },
  ),
];

const times = () => [
  graph(
    'Time to answer',
    'From when a request came until its answer was sent.',
    quantiles(`${REQUESTS}_bucket`, [0.5, 0.9, 0.99]),
    { unit: 's', steps: ['green', [0.5, 'red']] },
  ),
  graph(
    'p99 by route',
    'Ranked lists of long periods take longest.',
    [
      {
        expr: `histogram_quantile(0.99, sum by (le, route) (${rate(`${REQUESTS}_bucket`)}))`,
        legend: '{{route}}',
      },
    ],
    { unit: 's', steps: ['green', [0.5, 'red']] },
  ),
];

const reading = () => [
  graph(
    'Answers by cache outcome',
    'In a second. fresh, revalidating: from the cache. loaded: read. coalesced: read for another. stale: an old answer, for reading failed or took long. failed: there was none.',
    layers('analytics_reads_total', 'outcome', Object.keys(OUTCOMES)),
    { unit: 'ops', stacked: true, colours: OUTCOMES },
  ),
  graph(
    'Readings',
    'Under way, at most MAX_IN_FLIGHT_REQUESTS in a process; and waiting for a place.',
    [
      { expr: 'sum(analytics_requests_in_flight)', legend: 'in flight' },
      { expr: 'sum(analytics_requests_waiting)', legend: 'waiting' },
    ],
    { unit: 'short', colours: { 'in flight': 'blue', waiting: 'red' } },
  ),
  graph(
    'Not understood',
    'In a second: what the HTTP parser has refused, which is in no other panel. 408: sent too slowly.',
    [
      {
        expr: `sum by (status) (${rate('analytics_rejected_requests_total')})`,
        legend: '{{status}}',
      },
    ],
    { unit: 'reqps', stacked: true },
  ),
];
