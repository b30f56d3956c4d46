import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { type BatchTrace, batches, failedAttempts } from '@post-views/service';
import { describe, expect, it } from 'vitest';
import { traceBatches } from '../../src/trace-batches.ts';
import { recordSpans } from '../recorded-spans.ts';
import { SPAN_ID, traceIdOf, traceparentOf } from '../traceparent.ts';

const { tracer, take } = recordSpans();
traceBatches(tracer);

/** @returns its span */
async function trace(batch: Partial<BatchTrace>, write: (batch: BatchTrace) => Promise<unknown>) {
  const whole = { queue: 'q', messages: 1, events: 1, parents: [], ...batch };
  await batches.tracePromise(() => write(whole), whole).catch(() => undefined);
  const [span, ...others] = take();
  if (!span) throw new Error('there was no span');
  expect(others).toEqual([]);
  return span;
}

async function linksOf(parents: readonly string[]): Promise<(string | boolean | undefined)[][]> {
  const { links } = await trace({ parents }, async () => undefined);
  return links.map(({ context: { traceId, spanId, isRemote } }) => [traceId, spanId, isRemote]);
}

describe('a batch', () => {
  it('is a span, with its size and the queue that it came from', async () => {
    const span = await trace({ queue: 'views', messages: 3, events: 1_200 }, async () => undefined);
    expect(span).toMatchObject({
      name: 'process views',
      kind: SpanKind.CONSUMER,
      parentSpanContext: undefined,
      status: { code: SpanStatusCode.UNSET },
      events: [],
    });
    expect(span.attributes).toEqual({
      'messaging.system': 'rabbitmq',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': 'views',
      'messaging.batch.message_count': 3,
      'post_views.events': 1_200,
    });
  });

  it('ends when it is written, and not before', async () => {
    await trace({}, async () => {
      await new Promise(setImmediate);
      expect(take()).toEqual([]);
    });
  });

  it('has what failed before it was written', async () => {
    const { events, status } = await trace({}, async (batch) => {
      failedAttempts.publish({ batch, why: 'ER_LOCK_DEADLOCK: words of ours' });
    });
    expect(events.map(({ name, attributes }) => ({ name, ...attributes }))).toEqual([
      { name: 'exception', 'exception.message': 'ER_LOCK_DEADLOCK: words of ours' },
    ]);
    expect(status).toEqual({ code: SpanStatusCode.UNSET });
  });

  it('has failed when it is not written, for which no word of the error is needed', async () => {
    const span = await trace({}, async () => {
      throw new TypeError('INSERT … VALUES (203.0.113.9)');
    });
    expect(span.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(span.attributes['error.type']).toBe('TypeError');
    expect(JSON.stringify([span.attributes, span.events])).not.toContain('203.0.113.9');
  });

  it('has an error also where what was thrown is none', async () => {
    const span = await trace({}, () => Promise.reject('no'));
    expect(span.attributes['error.type']).toBe('_OTHER');
  });
});

describe('the links of a batch', () => {
  it('lead to where its messages came from, once to each', async () => {
    expect(await linksOf([1, 2, 1].map((n) => traceparentOf(n)))).toEqual([
      [traceIdOf(1), SPAN_ID, true],
      [traceIdOf(2), SPAN_ID, true],
    ]);
  });

  it.each([
    ['that nobody records', traceparentOf(1, '00')],
    ['of a version that must not be', traceparentOf(1).replace(/^00/, 'ff')],
    ['of no trace', traceparentOf(0)],
    ['of no span', traceparentOf(1).replace(SPAN_ID, '0'.repeat(16))],
    ['in capitals', traceparentOf(0xab).toUpperCase()],
    ['with more at its end', `${traceparentOf(1)}-00`],
    ['that is none', 'x'.repeat(55)],
    ['that is empty', ''],
  ])('do not lead to one %s', async (_, traceparent) => {
    expect(await linksOf([traceparent, traceparentOf(2)])).toEqual([[traceIdOf(2), SPAN_ID, true]]);
  });

  it('are 128 at most, and it says how many more there would be', async () => {
    const parents = Array.from({ length: 1_000 }, (_, n) => traceparentOf(n + 1));
    const span = await trace({ parents }, async () => undefined);
    expect(span.links.length).toBe(128);
    expect(span.droppedLinksCount).toBe(872);
  });
});
