import { subscribe, tracingChannel } from 'node:diagnostics_channel';
import {
  type Link,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import {
  ATTR_ERROR_TYPE,
  ATTR_MESSAGING_BATCH_MESSAGE_COUNT,
  ATTR_MESSAGING_DESTINATION_NAME,
  ATTR_MESSAGING_OPERATION_NAME,
  ATTR_MESSAGING_OPERATION_TYPE,
  ATTR_MESSAGING_SYSTEM,
  MESSAGING_OPERATION_TYPE_VALUE_PROCESS,
  MESSAGING_SYSTEM_VALUE_RABBITMQ,
} from '@opentelemetry/semantic-conventions/incubating';
import type { BatchTrace, FailedAttempt } from '@post-views/service';

const OPERATION = 'process';

/**
 * Makes a span of each batch that is written. It is the child of none, for a batch has many parents: it has links to them.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
 */
export function traceBatches(tracer: Tracer): void {
  const spans = new WeakMap<BatchTrace, Span>();
  tracingChannel<BatchTrace>('post-views:batch').subscribe({
    start(batch) {
      spans.set(batch, startSpan(tracer, batch));
    },
    error(batch) {
      const span = spans.get(batch);
      // Not its message: that of a database error has values in it (docs/decisions/0003).
      span?.setAttribute(ATTR_ERROR_TYPE, batch.error instanceof Error ? batch.error.name : OTHER);
      span?.setStatus({ code: SpanStatusCode.ERROR });
    },
    asyncEnd(batch) {
      spans.get(batch)?.end();
    },
  });
  subscribe('post-views:batch:attempt-failed', (message) => {
    const { batch, why } = message as FailedAttempt;
    spans.get(batch)?.recordException(why);
  });
}

/** Of an error without a class, says the specification. */
const OTHER = '_OTHER';

function startSpan(tracer: Tracer, { queue, messages, events, parents }: BatchTrace): Span {
  return tracer.startSpan(`${OPERATION} ${queue}`, {
    root: true,
    kind: SpanKind.CONSUMER,
    attributes: {
      [ATTR_MESSAGING_SYSTEM]: MESSAGING_SYSTEM_VALUE_RABBITMQ,
      [ATTR_MESSAGING_OPERATION_NAME]: OPERATION,
      [ATTR_MESSAGING_OPERATION_TYPE]: MESSAGING_OPERATION_TYPE_VALUE_PROCESS,
      [ATTR_MESSAGING_DESTINATION_NAME]: queue,
      [ATTR_MESSAGING_BATCH_MESSAGE_COUNT]: messages,
      'post_views.events': events,
    },
    links: [...new Set(parents)].flatMap(linksTo),
  });
}

/** None to what nobody records: that would lead nowhere, in the place of one that does. */
function linksTo(traceparent: string): Link[] {
  const context = parseTraceParent(traceparent);
  const recorded = context !== null && (context.traceFlags & TraceFlags.SAMPLED) !== 0;
  return recorded ? [{ context: { ...context, isRemote: true } }] : [];
}
