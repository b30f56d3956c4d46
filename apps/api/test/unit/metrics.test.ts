import { documentedMetrics, registeredMetrics } from '@post-views/testing';
import { expect, it } from 'vitest';
import { createMetrics } from '../../src/metrics.ts';

it('are those of docs/metrics.md, by name, type and labels', async () => {
  const metrics = createMetrics();
  metrics.watchRequests(() => 3);
  expect(registeredMetrics(metrics.registry)).toEqual(await documentedMetrics('API'));
});

it('begin at 0, count what they are told, and name the route', async () => {
  const metrics = createMetrics();
  metrics.watchRequests(() => 3);
  metrics.answered('/api/v1/posts/top', 200, 0.003);
  metrics.read('fresh');
  const text = await metrics.registry.metrics();
  for (const line of [
    'analytics_request_seconds_bucket{le="0.005",route="/api/v1/posts/top",status="200"} 1',
    'analytics_requests_at_work 3',
    'analytics_reads_total{outcome="fresh"} 1',
    'analytics_reads_total{outcome="stale"} 0',
  ]) {
    expect(text).toContain(line);
  }
});
