import { TextBoxVariableBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { TOPOLOGY } from '@post-views/event';
import { buildDashboard } from './build-dashboard.ts';
import { firingAlerts } from './firing-alerts.ts';
import { graph, stat } from './panels.ts';
import { processes } from './processes.ts';
import { layers, quantiles, rate } from './promql.ts';

/** From the queue to the tables: is everything counted, how late, and what is in the way. */
export const ingestDashboard = () =>
  buildDashboard({
    uid: 'post-views-ingest',
    title: 'Post views: ingest',
    description:
      'From the queue to the tables. docs/metrics.md says what each metric means, docs/alerts.md what to do.',
    variables: [
      new TextBoxVariableBuilder('queue').label('AMQP_QUEUE').defaultValue(TOPOLOGY.queue),
    ],
    rows: [
      { title: 'Is all well?', height: 4, panels: isAllWell() },
      { title: 'Flow', height: 8, panels: flow() },
      { title: 'Consumers and database', height: 8, panels: writing() },
      { title: 'What is not counted', height: 7, panels: notCounted() },
      { title: 'Broker and partitions', height: 7, panels: around() },
      { title: 'Processes', height: 7, panels: processes('post-views-consumer') },
    ],
  });

const isAllWell = () => [
  firingAlerts(),
  stat(
    'Counted',
    'Views that are counted in a second.',
    `sum(${rate('analytics_events_total{result="counted"}')})`,
    { unit: 'ops' },
  ),
  stat(
    'In the queue',
    'Messages that wait for a consumer. What is out to consumers is not among them.',
    'max(rabbitmq_detailed_queue_messages_ready{queue="$queue"})',
    { unit: 'short', steps: ['green', [1_000, 'orange'], [10_000, 'red']] },
  ),
  stat(
    'Age when counted',
    'How old half of the views are when they are committed. Up to a second is rounding.',
    'histogram_quantile(0.5, sum by (le) (rate(analytics_event_lag_seconds_bucket[$__rate_interval])))',
    { unit: 's', steps: ['green', [10, 'orange'], [60, 'red']], decimals: 1 },
  ),
  stat(
    'Consumers',
    'Consumers that have a connection to the broker.',
    'sum(analytics_broker_connected{connection="consumer"})',
    { unit: 'short', steps: ['red', [1, 'orange'], [2, 'green']], nothing: '0' },
  ),
  stat(
    'Dead letters',
    'Events that could not be counted and wait for a decision: pnpm dead-letters.',
    'max(rabbitmq_detailed_queue_messages{queue="$queue.dead"})',
    { unit: 'short', steps: ['green', [1, 'orange'], [1_000, 'red']] },
  ),
  stat(
    'Counter drift',
    'Views by which counters differ from what they count, as far as they were compared. Must be 0.',
    'max(analytics_counter_drift)',
    { unit: 'short', steps: ['green', [1, 'red']] },
  ),
  stat(
    'Partitions ahead',
    'Days after today that have a partition. 14 is right; below 7 nobody has made any for a week.',
    'min(analytics_partitions_ahead_days)',
    { unit: 'd', steps: ['red', [7, 'orange'], [10, 'green']] },
  ),
];

const flow = () => [
  graph(
    'Events',
    'Events in a second, by what became of them. Duplicates were counted before; rejected ones are dead letters.',
    layers('analytics_events_total', 'result', ['rejected', 'duplicate', 'counted']),
    {
      unit: 'ops',
      stacked: true,
      colours: { counted: 'green', duplicate: 'blue', rejected: 'red' },
    },
  ),
  graph(
    'Messages',
    'What waits in the queue, and what is out to consumers and not settled. As high as PREFETCH for long: the database is the limit, or away.',
    [
      {
        expr: 'max(rabbitmq_detailed_queue_messages_ready{queue="$queue"})',
        legend: 'in the queue',
      },
      { expr: 'sum(analytics_in_flight_messages)', legend: 'out to consumers' },
    ],
    { unit: 'short', colours: { 'in the queue': 'orange', 'out to consumers': 'blue' } },
  ),
  graph(
    'Age when counted',
    'From the view, as its publisher saw it, to its commit. A publisher that sends late shows here as well.',
    quantiles('analytics_event_lag_seconds_bucket', [0.5, 0.99]),
    { unit: 's', steps: ['green', [60, 'red']] },
  ),
];

const writing = () => [
  graph(
    'Time to write a batch',
    'From the first attempt to the commit.',
    quantiles('analytics_batch_write_seconds_bucket', [0.5, 0.99]),
    { unit: 's' },
  ),
  graph(
    'Events of a batch',
    'On average. Near BATCH_SIZE under load; more consumers make them smaller.',
    [
      {
        expr: `sum(${rate('analytics_batch_events_sum')}) / sum(${rate('analytics_batch_events_count')})`,
        legend: 'events',
      },
    ],
    { unit: 'short' },
  ),
  graph(
    'Failed writes',
    'Attempts in a second that failed and are made again, by the code of the database. Deadlocks now and then are part of the work.',
    [
      {
        expr: `sum by (code) (${rate('analytics_write_failures_total')}) > 0`,
        legend: '{{code}}',
      },
      { expr: `sum(${rate('analytics_write_failures_total')})`, legend: 'all' },
    ],
    { unit: 'ops', colours: { all: 'red' } },
  ),
];

const notCounted = () => [
  graph(
    'Rejected events',
    'Events in a second that became dead letters, by reason.',
    [
      {
        expr: `sum by (reason) (${rate('analytics_rejected_events_total')})`,
        legend: '{{reason}}',
      },
    ],
    { unit: 'ops' },
  ),
  graph(
    'Mended fields',
    'Bad optional fields in a second; the views count. event_id: they count at least once, not exactly once.',
    [{ expr: `sum by (field) (${rate('analytics_mended_fields_total')})`, legend: '{{field}}' }],
    { unit: 'ops', colours: { event_id: 'red' } },
  ),
  graph(
    'Dead letters',
    'What waits in their queue; what is on the way there, which should be 0 after some seconds.',
    [
      { expr: 'max(rabbitmq_detailed_queue_messages{queue="$queue.dead"})', legend: 'waiting' },
      { expr: 'sum(analytics_dead_letters_in_flight)', legend: 'not confirmed yet' },
    ],
    { unit: 'short', colours: { waiting: 'orange', 'not confirmed yet': 'red' } },
  ),
];

const around = () => [
  graph(
    'Connections to the broker',
    'Of all consumers: those that there are, and those that are blocked, for the broker is short of memory or disk.',
    [
      { expr: 'sum by (connection) (analytics_broker_connected)', legend: '{{connection}}' },
      { expr: 'sum(analytics_broker_blocked)', legend: 'blocked' },
    ],
    { unit: 'short', colours: { blocked: 'red' } },
  ),
  graph(
    'Lost connections',
    'In a second: connections opened after one was lost, attempts that failed, messages that were delivered again.',
    [
      { expr: `sum(${rate('analytics_broker_reconnects_total')})`, legend: 'opened again' },
      { expr: `sum(${rate('analytics_broker_connect_failures_total')})`, legend: 'failed' },
      { expr: `sum(${rate('analytics_redelivered_messages_total')})`, legend: 'redelivered' },
      { expr: `sum(${rate('analytics_returned_messages_total')})`, legend: 'given back' },
    ],
    { unit: 'ops', colours: { failed: 'red' } },
  ),
  graph(
    'Partitions seen to',
    'In an hour, by what came of it. One of all consumers does it, the others find it locked.',
    [
      {
        expr: 'sum by (result) (increase(analytics_partition_maintenance_total[1h]))',
        legend: '{{result}}',
      },
    ],
    { unit: 'short', colours: { done: 'green', failed: 'red' } },
  ),
];
