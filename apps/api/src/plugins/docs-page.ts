import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { TITLE } from './openapi-document.ts';

const DOCUMENT_PATH = '/openapi.json';
const PAGE_PATH = '/docs';

/** Nothing from elsewhere, whatever the page asks for. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the OpenAPI document, and a page that shows it, to anybody: they tell nothing but how to ask. */
export async function serveDocs(app: FastifyInstance): Promise<void> {
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
