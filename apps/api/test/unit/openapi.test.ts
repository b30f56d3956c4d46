import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { openApiJson } from '../../src/openapi.ts';

interface Schema {
  readonly anyOf?: readonly Schema[];
  readonly examples?: readonly unknown[];
}
interface Response {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}
interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly parameters?: readonly {
    readonly $ref?: string;
    readonly name?: string;
    readonly schema?: { readonly default?: unknown };
  }[];
  readonly responses: Readonly<Record<string, Response>>;
}

const committed = await readFile(new URL('../../openapi.json', import.meta.url), 'utf8');
const { paths } = JSON.parse(committed) as {
  paths: Record<string, Record<string, Operation>>;
};
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
  ),
);

describe('the OpenAPI document', () => {
  it('is committed as it is served', async () => {
    expect(committed, 'apps/api/openapi.json is out of date: run pnpm generate').toBe(
      await openApiJson(),
    );
  });

  it('has every request under /api/v1, and no other', () => {
    expect(operations.map(([request]) => request).toSorted()).toEqual([
      'GET /api/v1/posts/top',
      'GET /api/v1/posts/trending',
      'GET /api/v1/posts/{uuid}/views',
      'GET /api/v1/posts/{uuid}/views/daily',
      'GET /api/v1/posts/{uuid}/views/summary',
      'GET /api/v1/stats',
      'POST /api/v1/posts/views/query',
    ]);
  });

  it('has a name of its own for each request', () => {
    const names = operations.map(([, { operationId }]) => operationId);
    expect(new Set(names).size).toBe(operations.length);
  });

  it.each(operations)('shows an answer to %s as it is on a good day', (_, { responses }) => {
    const schema = responses['200']?.content?.['application/json']?.schema;
    for (const answer of schema?.anyOf ?? [schema]) {
      const examples = answer?.examples;
      expect(examples).toEqual([
        { data: expect.anything(), meta: expect.objectContaining({ timezone: 'UTC' }) },
      ]);
      expect(examples).not.toMatchObject([{ meta: { stale: true } }]);
    }
  });

  it.each(operations)(
    'says of %s which headers may be sent and will come',
    (request, operation) => {
      const headersOf = (status: string) => Object.keys(operation.responses[status]?.headers ?? {});
      for (const status of Object.keys(operation.responses)) {
        expect(headersOf(status)).toEqual(
          expect.arrayContaining(['Cache-Control', 'RateLimit-Remaining']),
        );
      }
      expect(headersOf('5XX')).toContain('Retry-After');
      const isGet = request.startsWith('GET ');
      const ifNoneMatch = { $ref: '#/components/parameters/IfNoneMatch' };
      expect({
        asks: (operation.parameters ?? []).some(({ $ref }) => $ref === ifNoneMatch.$ref),
        etag: headersOf('200').includes('ETag'),
        notModified: '304' in operation.responses,
      }).toEqual({ asks: isGet, etag: isGet, notModified: isGet });
    },
  );

  it('has the default of each parameter that has one', () => {
    const defaults = operations.flatMap(([, { operationId, parameters = [] }]) =>
      parameters
        .filter(({ schema }) => schema?.default !== undefined)
        .map(({ name, schema }) => [`${operationId} ${name}`, schema?.default]),
    );
    expect(Object.fromEntries(defaults)).toEqual({
      'getSummary period': '30d',
      'getTopPosts limit': 10,
      'getTopPosts offset': 0,
      'getTrendingPosts period': '7d',
      'getTrendingPosts limit': 10,
      'getTrendingPosts min_views': 10,
    });
  });

  it.each(operations)('says of %s what it is, and how it may fail', (_request, operation) => {
    const { operationId, summary, responses } = operation;
    expect(operationId).toMatch(/^[a-z]+[A-Za-z]+$/);
    expect(summary).toMatch(/\w/);
    expect(responses).toHaveProperty('200.content.application/json');
    const failures = ['4XX', '5XX'].map((status) => Object.keys(responses[status]?.content ?? {}));
    expect(failures).toEqual(Array(2).fill(['application/problem+json']));
  });
});
