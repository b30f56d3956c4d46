import { z } from 'zod';
import { commonMeta } from '../schemas.ts';
import { type Answer, etagOf } from './answer.ts';

export interface JsonOptions {
  /** Whether callers may keep the answer and ask by its ETag: not that of a POST. */
  readonly conditional?: boolean;
}

/**
 * An answer in JSON, of a schema for its data and the fields of its `meta` that are not common to all: for the OpenAPI
 * document, and for making it.
 */
export function jsonFormat<D extends z.ZodType, M extends z.core.$ZodShape>(
  data: D,
  meta: M,
  { conditional = true }: JsonOptions = {},
) {
  type Meta = z.input<z.ZodObject<M>>;
  const ownMeta = z.object(meta);

  /** As {@link answer}, of data that are in JSON already, and of their schema. */
  function answerJson(dataJson: string, ofAnswer: Meta, asOf: Date): Answer {
    const own = JSON.stringify({ ...ownMeta.parse(ofAnswer), timezone: 'UTC' });
    const content = `{"data":${dataJson},"meta":${own.slice(0, -1)}`;
    const body = `${content},"as_of":"${asOf.toISOString()}"}}`;
    return {
      type: 'application/json; charset=utf-8',
      ...(conditional && { etag: etagOf(content) }),
      body,
      staleBody: () => `${body.slice(0, -2)},"stale":true}}`,
    };
  }
  return {
    schema: z.object({ data, meta: z.object({ ...meta, ...commonMeta }) }),
    answerJson,
    /** @throws {z.ZodError} if either is not of its schema, which is a fault of ours */
    answer(value: z.output<D>, ofAnswer: Meta, asOf: Date): Answer {
      return answerJson(JSON.stringify(z.encode(data, value)), ofAnswer, asOf);
    },
  };
}
