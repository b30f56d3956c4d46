import { z } from 'zod';
import { commonMeta, EXAMPLE } from '../schemas.ts';
import { type Answer, etagOf, type Format } from './answer.ts';

export interface JsonFormat<D, M> extends Format<D, M> {
  /** As `answer`, of data that are in JSON already, and of their schema. */
  answerJson(dataJson: string, meta: M, asOf: Date): Answer;
}

/** What a caller may get, for the document: all that is common to answers is added. */
export interface Example<D, M> {
  readonly data: D;
  readonly meta: M;
}

export interface JsonOptions {
  /** Whether callers may keep the answer and ask by its ETag: not that of a POST. */
  readonly conditional?: boolean;
}

const EXAMPLE_META = { timezone: 'UTC', as_of: `${EXAMPLE.to}T09:30:00.000Z` };

/**
 * An answer in JSON, of a schema for its data and the fields of its `meta` that are not common to all: for the OpenAPI
 * document, and for making it.
 */
export function jsonFormat<D extends z.ZodType, M extends z.core.$ZodShape>(
  dataSchema: D,
  metaShape: M,
  example: Example<z.output<D>, z.input<z.ZodObject<M>>>,
  { conditional = true }: JsonOptions = {},
): JsonFormat<z.output<D>, z.input<z.ZodObject<M>>> {
  const metaSchema = z.object(metaShape);
  return {
    mediaType: 'application/json',
    schema: z
      .object({ data: dataSchema, meta: z.object({ ...metaShape, ...commonMeta }) })
      .meta({ examples: [{ ...example, meta: { ...example.meta, ...EXAMPLE_META } }] }),
    answer(data, meta, asOf) {
      return this.answerJson(JSON.stringify(z.encode(dataSchema, data)), meta, asOf);
    },
    answerJson(dataJson, meta, asOf) {
      const metaJson = JSON.stringify({ ...metaSchema.parse(meta), timezone: 'UTC' });
      const content = `{"data":${dataJson},"meta":${metaJson.slice(0, -1)}`;
      const body = `${content},"as_of":"${asOf.toISOString()}"}}`;
      return {
        type: 'application/json; charset=utf-8',
        ...(conditional && { etag: etagOf(content) }),
        body,
        staleBody: () => `${body.slice(0, -2)},"stale":true}}`,
      };
    },
  };
}
