import { z } from 'zod';
import { commonMeta } from '../schemas.ts';
import { type Answer, etagOf } from './answer.ts';

/**
 * An answer in JSON, of a schema for its data and the fields of its `meta` that are not common to all: for the OpenAPI
 * document, and for making it.
 */
export function jsonFormat<D extends z.ZodType, M extends z.core.$ZodShape>(data: D, meta: M) {
  const metaSchema = z.object({ ...meta, ...commonMeta });
  return {
    schema: z.object({ data, meta: metaSchema }),
    /** @throws {z.ZodError} if either is not of its schema, which is a fault of ours */
    answer(value: z.input<D>, asked: z.input<z.ZodObject<M>>, asOf: Date): Answer {
      const dataJson = JSON.stringify(z.encode(data, value as z.output<D>));
      const whole = { ...asked, timezone: 'UTC', as_of: asOf.toISOString() };
      const metaJson = JSON.stringify(metaSchema.parse(whole));
      const body = `{"data":${dataJson},"meta":${metaJson}}`;
      return {
        type: 'application/json; charset=utf-8',
        etag: etagOf(dataJson),
        body,
        staleBody: () => markStale(body),
      };
    },
  };
}

/** Nothing but `body` is kept for it: data may be large, and a cache counts them once. */
function markStale(body: string): string {
  return `${body.slice(0, -'}}'.length)},"stale":true}}`;
}
