import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

/** A tracer whose spans stay here. */
export function recordSpans() {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  return {
    tracer: provider.getTracer('test'),
    /** Takes those that have ended. */
    take: (): readonly ReadableSpan[] => {
      const spans = exporter.getFinishedSpans();
      exporter.reset();
      return spans;
    },
  };
}
