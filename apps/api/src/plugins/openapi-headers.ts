/** The part of an OpenAPI document that headers are added to. */
export interface OpenApi {
  components?: { headers?: object; parameters?: object };
  paths?: Record<string, Record<string, Operation>>;
}

interface Operation {
  parameters?: object[];
  readonly responses: Record<string, { headers?: object }>;
}

const text = { type: 'string' };
const seconds = { type: 'integer', minimum: 0 };

/** What `RATE_LIMIT` adds to any answer. */
const RATE_LIMIT = {
  'RateLimit-Limit': {
    description: 'Requests of a caller in a minute. Only with a rate limit.',
    schema: { type: 'integer', minimum: 1 },
  },
  'RateLimit-Remaining': {
    description: 'Requests left in this minute. Only with a rate limit.',
    schema: { type: 'integer', minimum: 0 },
  },
  'RateLimit-Reset': {
    description: 'Seconds until the count starts again. Only with a rate limit.',
    schema: seconds,
  },
};

const HEADERS = {
  ...RATE_LIMIT,
  'Cache-Control': {
    description:
      '`private, max-age=…`: 2 s with today, 60 s if the range ends yesterday, an hour before that. `no-store` for errors, for a stale answer and for the answer to a POST.',
    required: true,
    schema: text,
  },
  'Cache-Status': {
    description:
      '`post-views; hit; detail=stale` (RFC 9211) for a stale answer, in every format; absent otherwise',
    schema: text,
  },
  ETag: {
    description:
      'Weak; for `If-None-Match`. The same for the same `data` and `meta`, whatever `as_of` is. Absent from a stale answer.',
    schema: text,
  },
  'Retry-After': { description: 'Seconds. With 429 and 503.', schema: seconds },
};

const IF_NONE_MATCH = {
  name: 'If-None-Match',
  in: 'header',
  description: 'The `ETag` of an earlier answer: 304 if nothing has changed since',
  schema: text,
};

type HeaderName = keyof typeof HEADERS;

const ANY: readonly HeaderName[] = [
  'Cache-Control',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
];

/** Headers of responses, by status; the framework's schemas have no place for them. */
const OF_GET: Readonly<Record<string, readonly HeaderName[]>> = {
  200: [...ANY, 'ETag', 'Cache-Status'],
  304: [...ANY, 'ETag'],
  '4XX': [...ANY, 'Retry-After'],
  '5XX': [...ANY, 'Retry-After'],
};
const OF_POST: typeof OF_GET = { ...OF_GET, 200: [...ANY, 'Cache-Status'] };

/** Adds the headers of requests and answers to each operation of the document. */
export function describeHeaders(document: OpenApi): void {
  document.components = {
    ...document.components,
    headers: HEADERS,
    parameters: { IfNoneMatch: IF_NONE_MATCH },
  };
  for (const operations of Object.values(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(operations)) describe(method, operation);
  }
}

function describe(method: string, operation: Operation): void {
  const byStatus = method === 'get' ? OF_GET : OF_POST;
  for (const [status, response] of Object.entries(operation.responses)) {
    const names = byStatus[status] ?? [];
    response.headers = Object.fromEntries(
      names.map((name) => [name, { $ref: `#/components/headers/${name}` }]),
    );
  }
  if (method !== 'get') return;
  const parameters = operation.parameters ?? [];
  operation.parameters = [...parameters, { $ref: '#/components/parameters/IfNoneMatch' }];
}
