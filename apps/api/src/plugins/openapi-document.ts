import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
} from 'fastify-type-provider-zod';
import { z } from 'zod';
import { describeHeaders, type OpenApi } from './openapi-headers.ts';

export const TITLE = 'Post views';

const options: Parameters<typeof createJsonSchemaTransform>[0] = {
  zodToJsonConfig: {
    override({ zodSchema, jsonSchema }) {
      simplifySchema(jsonSchema);
      // zod leaves the default out where text becomes a number, since it is no text.
      if (zodSchema instanceof z.ZodDefault) jsonSchema.default = zodSchema.def.defaultValue;
    },
  },
};
const transformObject = createJsonSchemaTransformObject(options);

interface SchemaNode {
  type?: unknown;
  format?: unknown;
  pattern?: unknown;
  maximum?: unknown;
  minimum?: unknown;
  additionalProperties?: unknown;
}

/** Takes out what says no more to a person or a generator, or would forbid fields that a later release adds. */
function simplifySchema(schema: SchemaNode): void {
  if (schema.format !== undefined || schema.type === 'integer') delete schema.pattern;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.additionalProperties === false) delete schema.additionalProperties;
}

/** Collects the schemas of the routes that come after it. */
export async function collectDocument(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.1',
      info: {
        title: TITLE,
        version: '1.0.0',
        description:
          'How often posts were viewed. Days are UTC days. Numbers are normally at most 5 s old; `as_of` says when they were read, and `stale` marks older ones given while the database is unavailable.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/', description: 'This server' }],
      tags: [
        { name: 'Posts', description: 'One post, by its UUID' },
        { name: 'Batch', description: 'Several posts in one call: a list page, an author panel' },
        { name: 'Rankings and statistics', description: 'All posts' },
      ],
      components: {
        securitySchemes: {
          key: {
            type: 'apiKey',
            in: 'header',
            name: 'X-Internal-Api-Key',
            description: 'One of the keys in `INTERNAL_API_KEYS`',
          },
        },
      },
      security: [{ key: [] }],
    },
    transform: createJsonSchemaTransform(options),
    transformObject: (documents) => {
      const document = withoutInputs(transformObject(documents));
      describeHeaders(document as OpenApi);
      return document;
    },
  });
}

type Document = ReturnType<typeof transformObject>;

/** Schemas with a name come twice, as they are read and as they are written: ours are only written. */
function withoutInputs(document: Document): Document {
  const schemas = 'components' in document ? document.components?.schemas : undefined;
  for (const name of Object.keys(schemas ?? {})) {
    if (name.endsWith('Input')) delete schemas?.[name];
  }
  return document;
}
