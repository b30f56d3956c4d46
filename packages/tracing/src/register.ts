import { subscribe } from 'node:diagnostics_channel';
import { trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import type { Ending } from '@post-views/service';
import { traceBatches } from './trace-batches.ts';
import { traceRequests } from './trace-requests.ts';

/**
 * Traces the process that loads it, and sends its spans to where `OTEL_EXPORTER_OTLP_ENDPOINT` says:
 *
 *     node --import ./packages/tracing/src/register.ts apps/consumer/src/main.ts
 *
 * @see docs/tracing.md
 */
// Metrics are Prometheus's, and logs go to standard output.
const sdk = new NodeSDK({ metricReaders: [], logRecordProcessors: [] });
sdk.start();

const tracer = trace.getTracer('post-views');
traceBatches(tracer);
traceRequests(tracer);
subscribe('post-views:ending', (ending) => (ending as Ending).waitUntil(sdk.shutdown()));
