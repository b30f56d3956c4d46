import swagger from '@fastify/swagger';
import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
} from 'fastify-type-provider-zod';

const DOCUMENT_PATH = '/openapi.json';
const PAGE_PATH = '/docs';
const TITLE = 'Post views';

/** Nothing from elsewhere, whatever the page asks for. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "frame-ancestors 'none'",
].join('; ');

const options: Parameters<typeof createJsonSchemaTransform>[0] = {
  zodToJsonConfig: { override: ({ jsonSchema }) => plain(jsonSchema) },
};
const transformObject = createJsonSchemaTransformObject(options);

interface Written {
  type?: unknown;
  format?: unknown;
  pattern?: unknown;
  maximum?: unknown;
  minimum?: unknown;
  additionalProperties?: unknown;
}

/** Takes out what says no more to a person or a generator, or would forbid fields that a later release adds. */
function plain(schema: Written): void {
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
          'How often posts were seen. Days are UTC days. Numbers are five seconds old at most; `as_of` says when they were read, and `stale` marks older ones, given while the database is away.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/', description: 'where this document comes from' }],
      tags: [
        { name: 'a post', description: 'One post, by its UUID' },
        {
          name: 'many posts',
          description: 'Several posts in one call: a list page, an author panel',
        },
        { name: 'lists', description: 'All posts' },
      ],
      components: {
        securitySchemes: {
          key: {
            type: 'apiKey',
            in: 'header',
            name: 'X-Internal-Api-Key',
            description: 'One of those in `INTERNAL_API_KEYS`',
          },
        },
      },
      security: [{ key: [] }],
    },
    transform: createJsonSchemaTransform(options),
    transformObject: (documents) => withoutInputs(transformObject(documents)),
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

/** Serves the document, and a page that shows it, to anybody: they tell nothing but how to ask. */
export async function serveDocument(app: FastifyInstance): Promise<void> {
  app.get(DOCUMENT_PATH, { schema: { hide: true } }, (_request, reply) => {
    reply
      .headers({ 'cache-control': 'public, max-age=300', 'content-type': 'application/json' })
      .send(JSON.stringify(app.swagger()));
  });
  await app.register(async (page) => {
    page.addHook('onRequest', (_request, reply, done) => {
      reply.headers({
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
      done();
    });
    await page.register(scalar, {
      routePrefix: PAGE_PATH,
      configuration: {
        pageTitle: TITLE,
        favicon: 'data:,',
        defaultOpenAllTags: true,
        url: DOCUMENT_PATH,
        withDefaultFonts: false,
        telemetry: false,
        agent: { disabled: true },
        mcp: { disabled: true },
        hideClientButton: true,
        showDeveloperTools: 'never',
      },
    });
  });
}
