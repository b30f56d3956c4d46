import { Counter, Registry } from '@prometheus-io/client';
import { describe, expect, it } from 'vitest';
import { buildHealthServer, type Checks } from '../../src/index.ts';

function build(ready: Checks) {
  const metrics = new Registry();
  new Counter({ name: 'answers_total', help: 'x', registers: [metrics] }).inc(42);
  return buildHealthServer({ live: () => ({}), ready: async () => ready, metrics });
}

describe('the health port', () => {
  it('answers 200 when every check holds, and 503 with the reason when one does not', async () => {
    const well = await build({ database: { ok: true } }).inject('/ready');
    expect([well.statusCode, well.json().ok]).toEqual([200, true]);
    const checks = { database: { ok: true }, broker: { ok: false, why: 'not consuming' } };
    const ill = await build(checks).inject('/ready');
    expect([ill.statusCode, ill.json()]).toEqual([503, { ok: false, checks }]);
  });

  it('is live without any check, and shows metrics as Prometheus wants them', async () => {
    const app = build({});
    expect((await app.inject('/live')).statusCode).toBe(200);
    const metrics = await app.inject('/metrics');
    expect(metrics.headers['content-type']).toContain('text/plain');
    expect(metrics.body).toContain('answers_total 42');
  });

  it.each(['/', '/ready/x', '/live%00', '/%'])('answers no more than that to %s', async (path) => {
    const { statusCode, body } = await build({}).inject(path);
    expect([statusCode, body]).toEqual([404, 'not found\n']);
  });

  it('says no more than that a check has failed to be made', async () => {
    const ready = async () => Promise.reject(new Error('a secret'));
    const app = buildHealthServer({ live: () => ({}), ready, metrics: new Registry() });
    expect(await app.inject('/ready')).toMatchObject({ statusCode: 500, body: 'failed\n' });
  });
});
