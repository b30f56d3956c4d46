import { type PostView, type WeakSetting, WRITE_ERROR_CODES } from '@post-views/db';
import { REJECTION_REASONS } from '@post-views/event';
import { documentedMetrics, registeredMetrics } from '@post-views/testing';
import type { ConsumeMessage } from 'amqplib';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMetrics, type Metrics } from '../../src/metrics.ts';

let metrics: Metrics;
let weakSettings: readonly WeakSetting[] | undefined;
beforeEach(() => {
  metrics = createMetrics(
    () => ({ messages: 7, bodyBytes: 700, deadLetters: 3, held: 1 }),
    () => weakSettings,
  );
});

/** The lines of `/metrics` that are ours. */
async function lines(): Promise<string[]> {
  const text = await metrics.registry.metrics();
  return text.split('\n').filter((line) => line.startsWith('analytics_'));
}

function message(properties: object, redelivered = false): ConsumeMessage {
  return { properties, fields: { redelivered } } as ConsumeMessage;
}

describe('the metrics', () => {
  it('are those of docs/metrics.md, by name, type and labels', async () => {
    expect(registeredMetrics(metrics.registry)).toEqual(await documentedMetrics('Consumer'));
  });

  it('begin at 0 for every value of a label that is known', async () => {
    const text = (await lines()).join('\n');
    const failures = (code: string) => `write_failures_total{code="${code}"} 0`;
    const values = [
      ...['counted', 'duplicate', 'rejected'].map((it) => `events_total{result="${it}"} 0`),
      ...REJECTION_REASONS.map((it) => `rejected_events_total{reason="${it}"} 0`),
      ...['user_id', 'ip', 'event_id'].map((it) => `mended_fields_total{field="${it}"} 0`),
      ...['ER_LOCK_DEADLOCK', 'SCHEMA_BEHIND', 'SCHEMA_AHEAD', 'WRONG_SESSION'].map(failures),
      ...['CLIENT_FOUND_ROWS', 'ALL_REFUSED'].map(failures),
      ...WRITE_ERROR_CODES.map(failures),
      ...['consumer', 'dead-letters'].flatMap((it) => [
        `broker_connected{connection="${it}"} 0`,
        `broker_blocked{connection="${it}"} 0`,
        `broker_reconnects_total{connection="${it}"} 0`,
        `broker_connect_failures_total{connection="${it}"} 0`,
      ]),
    ];
    for (const value of values) expect(text).toContain(`analytics_${value}`);
  });

  it('tell how old events are when they are committed', async () => {
    const views: unknown = [100, 100, 95, 130].map((viewedAt) => ({ viewedAt }));
    metrics.committed(views as PostView[], 100.5);
    expect(await lines()).toEqual(
      expect.arrayContaining([
        'analytics_event_lag_seconds_bucket{le="1"} 3',
        'analytics_event_lag_seconds_bucket{le="10"} 4',
        'analytics_event_lag_seconds_sum 6.5',
      ]),
    );
  });

  it('tell how long messages have waited that say when they were published', async () => {
    const now = 1_800_000_010_000;
    const published = 1_800_000_000;
    metrics.delivered(message({ timestamp: published }), now);
    metrics.delivered(message({ headers: { timestamp_in_ms: published * 1000 } }, true), now);
    // No time, one in milliseconds, and a clock that is a little ahead.
    metrics.delivered(message({}), now);
    metrics.delivered(message({ timestamp: published * 1000 }), now);
    metrics.delivered(message({ timestamp: published + 12 }), now);
    expect(await lines()).toEqual(
      expect.arrayContaining([
        'analytics_queue_wait_seconds_count 3',
        'analytics_queue_wait_seconds_sum 20',
        'analytics_redelivered_messages_total 1',
      ]),
    );
  });

  it('follow a connection', async () => {
    const of = async () =>
      (await lines()).filter((line) => /broker.*"consumer"/.test(line)).map((line) => line.at(-1));
    const events = ['failed', 'connected', 'blocked', 'lost', 'connected'] as const;
    const seen: string[] = [];
    for (const event of events) {
      metrics.connection('consumer', event);
      seen.push((await of()).join(''));
    }
    // connected, reconnects, failures, blocked
    expect(seen).toEqual(['0010', '1010', '1011', '0010', '1110']);
  });

  it('say which settings of the database are weak, when they are known', async () => {
    const of = async () => {
      const values = (await lines()).filter((line) => line.startsWith('analytics_weak_settings'));
      return values.map((line) => /"(.*)"} (.*)/.exec(line)?.slice(1));
    };
    const settings = [
      'innodb_flush_log_at_trx_commit',
      'sync_binlog',
      'innodb_doublewrite',
      'max_allowed_packet',
    ];
    weakSettings = undefined;
    expect(await of()).toEqual(settings.map((it) => [it, 'Nan']));
    weakSettings = [{ setting: 'sync_binlog', value: '0', wanted: '1', why: 'for this test' }];
    expect(await of()).toEqual(settings.map((it) => [it, it === 'sync_binlog' ? '1' : '0']));
    weakSettings = [];
    expect(await of()).toEqual(settings.map((it) => [it, '0']));
  });

  it('show what is in flight', async () => {
    expect(await lines()).toEqual(
      expect.arrayContaining([
        'analytics_in_flight_messages 7',
        'analytics_in_flight_body_bytes 700',
        'analytics_dead_letters_in_flight 3',
        'analytics_held_messages 1',
      ]),
    );
  });
});
