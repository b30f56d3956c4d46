import { propagation, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { traceRequests } from '../../src/trace-requests.ts';
import { recordSpans } from '../recorded-spans.ts';
import { SPAN_ID, traceIdOf, traceparentOf } from '../traceparent.ts';

const { tracer, take } = recordSpans();
propagation.setGlobalPropagator(new W3CTraceContextPropagator());
traceRequests(tracer);

const app = Fastify();
app.get('/live', async () => 'ok');
app.get('/api/v1/posts/:uuid', async () => 'ok');
app.get('/api/v1/slow', async () => {
  await new Promise((resolve) => setTimeout(resolve, 20));
});
app.get('/api/v1/:status', async (request, reply) => {
  const { status } = request.params as { status: string };
  return reply.code(Number(status)).send();
});

/** @returns its spans */
async function get(url: string, traceparent?: string) {
  await app.inject({ url, headers: traceparent === undefined ? {} : { traceparent } });
  return take();
}

describe('a request', () => {
  it('is a span, without what was asked for after the path', async () => {
    const [span] = await get('/api/v1/posts/7?secret=1');
    expect(span).toMatchObject({
      name: 'GET /api/v1/posts/:uuid',
      kind: SpanKind.SERVER,
      parentSpanContext: undefined,
      status: { code: SpanStatusCode.UNSET },
    });
    expect(span?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.route': '/api/v1/posts/:uuid',
      'http.response.status_code': 200,
      'url.path': '/api/v1/posts/7',
      'url.scheme': 'http',
    });
  });

  it('takes as long as its answer took', async () => {
    const [span] = await get('/api/v1/slow');
    const [seconds = 0, nanoseconds = 0] = span?.duration ?? [];
    // Timers are early by up to a millisecond, and its end is told in whole ones.
    expect(seconds * 1_000 + nanoseconds / 1e6).toBeGreaterThanOrEqual(18);
  });

  it('is a part of the trace of its caller', async () => {
    const [span] = await get('/api/v1/posts/7', traceparentOf(1));
    expect(span?.spanContext().traceId).toBe(traceIdOf(1));
    expect(span?.parentSpanContext?.spanId).toBe(SPAN_ID);
  });

  it('is not recorded where its caller is not', async () => {
    expect(await get('/api/v1/posts/7', traceparentOf(1, '00'))).toEqual([]);
  });

  it.each(['nonsense', traceparentOf(0)])(
    'begins a trace of its own when its caller says %s',
    async (traceparent) => {
      const [span] = await get('/api/v1/posts/7', traceparent);
      expect(span?.parentSpanContext).toBeUndefined();
    },
  );

  it.each([
    ['404', SpanStatusCode.UNSET, undefined],
    ['500', SpanStatusCode.ERROR, '500'],
    ['503', SpanStatusCode.ERROR, '503'],
  ])('that is answered with %s has status %i', async (status, code, error) => {
    const [span] = await get(`/api/v1/${status}`);
    expect(span?.status.code).toBe(code);
    expect(span?.attributes['error.type']).toBe(error);
  });

  it.each(['/live', '/api/nowhere/at/all'])('to %s is none', async (url) => {
    expect(await get(url)).toEqual([]);
  });
});
