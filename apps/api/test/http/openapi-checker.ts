import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { RawAnswer } from './connection.ts';

interface Operation {
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly content?: Readonly<Record<string, object>>;
        readonly headers?: Readonly<Record<string, { readonly $ref: string }>>;
      }
    >
  >;
}

interface OpenApi {
  readonly components: {
    readonly headers: Readonly<Record<string, { readonly required?: boolean }>>;
  };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** What an OpenAPI document says of answers. */
export interface OpenApiChecker {
  /** What is wrong with an answer to this request, by the document; `undefined` if nothing is. */
  faultOf(method: string, target: string, answer: RawAnswer): string | undefined;
}

const ID = 'openapi';
/** Those that callers act on. */
const ABOUT_ANSWERS = ['Cache-Control', 'Cache-Status', 'ETag', 'Retry-After', 'RateLimit-Limit'];

/** @param text the document as it is served */
export function createOpenApiChecker(text: string): OpenApiChecker {
  const document = JSON.parse(text) as OpenApi;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(document, ID);
  const validators = new Map<string, ValidateFunction | undefined>();
  const validatorAt = (...path: string[]) => {
    const pointer = path.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
    const key = `${ID}#/${pointer}`;
    if (!validators.has(key)) validators.set(key, ajv.getSchema(key));
    return validators.get(key);
  };
  const templates = Object.keys(document.paths)
    .map((path) => ({ path, pattern: patternOf(path) }))
    // What is written out goes before what is any part.
    .sort((one, other) => wildcards(one.path) - wildcards(other.path));

  const faultOfHeaders = (documented: readonly string[], headers: RawAnswer['headers']) => {
    const missing = documented.filter(
      (name) =>
        document.components.headers[name]?.required === true && !headers.has(name.toLowerCase()),
    );
    const unknown = ABOUT_ANSWERS.filter(
      (name) => headers.has(name.toLowerCase()) && !documented.includes(name),
    );
    return missing.length + unknown.length === 0
      ? undefined
      : `headers: ${missing.join()} missing, ${unknown.join()} not in the document`;
  };

  return {
    faultOf(method, target, { status, headers, body }) {
      const path = pathOf(target);
      const template = templates.find(({ pattern }) => path !== undefined && pattern.test(path));
      if (template === undefined) return `no path of the document is ${path}`;
      const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
      const operation = document.paths[template.path]?.[verb];
      if (operation === undefined) return `${template.path} has no ${verb}`;
      const code =
        String(status) in operation.responses ? String(status) : `${(status / 100) | 0}XX`;
      const response = operation.responses[code];
      if (response === undefined) return `${template.path} has no answer ${status}`;
      const headerFault = faultOfHeaders(Object.keys(response.headers ?? {}), headers);
      if (headerFault !== undefined) return headerFault;
      const [type = ''] = (headers.get('content-type') ?? '').split(';');
      if (response.content === undefined) return type === '' ? undefined : `${type} for no content`;
      if (!(type in response.content)) return `${template.path} has no ${type}`;
      if (method === 'HEAD') return undefined;
      const validate = validatorAt(
        ...['paths', template.path, verb, 'responses', code, 'content', type, 'schema'],
      );
      if (validate === undefined) return `${template.path} has no schema for ${type}`;
      const value: unknown = type.endsWith('json') ? JSON.parse(body) : body;
      return validate(value) ? undefined : ajv.errorsText(validate.errors);
    },
  };
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

function wildcards(path: string): number {
  return path.split('{').length;
}

/** The path that a target means; in absolute form it begins after the host. */
function pathOf(target: string): string | undefined {
  const [path = ''] = target.replace(/^http:\/\/[^/]*/i, '').split(/[?#]/);
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
