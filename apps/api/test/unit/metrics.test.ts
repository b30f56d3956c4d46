import { documentedMetrics, registeredMetrics } from '@post-views/testing';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/metrics.ts';

describe('the metrics of the API', () => {
  it('are those of docs/metrics.md, by name, type and labels', async () => {
    const metrics = createMetrics();
    metrics.observeAdmission({ inFlight: 3, waiting: 2 });
    expect(registeredMetrics(metrics.registry)).toEqual(await documentedMetrics('API'));
  });

  it('begin at 0, count what they are told, and name the route', async () => {
    const metrics = createMetrics();
    metrics.observeAdmission({ inFlight: 3, waiting: 2 });
    metrics.answered('/api/v1/posts/top', 200, 0.003);
    metrics.read('fresh');
    metrics.rejected(408);
    const text = await metrics.registry.metrics();
    for (const line of [
      'analytics_request_duration_seconds_bucket{le="0.005",route="/api/v1/posts/top",status="200"} 1',
      'analytics_requests_in_flight 3',
      'analytics_requests_waiting 2',
      'analytics_reads_total{outcome="fresh"} 1',
      'analytics_reads_total{outcome="stale"} 0',
      'analytics_rejected_requests_total{status="408"} 1',
      'analytics_rejected_requests_total{status="431"} 0',
    ]) {
      expect(text).toContain(line);
    }
  });
});
