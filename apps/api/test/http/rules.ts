import { STATUS_CODES } from 'node:http';
import { problem } from '../../src/problem.ts';
import { KEY } from '../open-test-app.ts';
import type { RawAnswer, Reply } from './connection.ts';
import type { OpenApiChecker } from './openapi-checker.ts';
import { CALLER_IP, CANARY } from './parts.ts';
import type { RawRequest } from './request.ts';

const PROBLEM_TYPE = /^application\/problem\+json(; charset=utf-8)?$/;
/** What is not under the key, and says nothing of the document. */
const PAGES = /^\/(openapi\.json|docs(\/|$))/;
/** Parts of our inside, of what others have sent, and of keys. */
const SECRETS =
  /node_modules|\.[jt]s:\d|\bat \S+ \(|127\.0\.0\.1|mysql|mariadb|\bER_[A-Z]{3}|ECONN|select .* from |post_view|k-other/i;
/** Faults of a request before anybody has looked at its parameters. */
const NO_FIELD =
  /^(the path is not valid|Body is not valid JSON|Body cannot be empty|Request body size did not match|Method '[A-Z-]+' must provide)/;

/** @throws {Error} saying which rule an answer breaks, and to which request */
export function checkReply(request: RawRequest, reply: Reply, openApi: OpenApiChecker): void {
  const fault = faultOf(request, reply, openApi);
  if (fault === undefined) return;
  const { method, target, headers, body = '' } = request;
  const asked = JSON.stringify({ method, target, headers, body }).slice(0, 3_000);
  const got = reply === 'closed' ? reply : `${reply.status} ${reply.body.slice(0, 1_000)}`;
  throw new Error(`${fault}\n  request: ${asked}\n  reply: ${got}`);
}

function faultOf(request: RawRequest, reply: Reply, openApi: OpenApiChecker): string | undefined {
  if (reply === 'closed') {
    // Whoever asks for a tunnel gets none, and no word about it.
    return request.method === 'CONNECT' ? undefined : 'no answer';
  }
  const { status } = reply;
  if (status >= 500) return `a ${status}`;
  return (
    unexpected(request, reply) ??
    leak(reply, request.target) ??
    (status >= 400 ? problemFault(request, reply) : successFault(request, reply, openApi))
  );
}

/** On a busy machine reading may take so long that an older answer is given, without an ETag. */
function isStale({ headers }: RawAnswer): boolean {
  return headers.has('cache-status');
}

function unexpected({ method, expected }: RawRequest, answer: RawAnswer): string | undefined {
  if (expected === undefined) return undefined;
  const status = expected.status === 304 && isStale(answer) ? 200 : expected.status;
  if (answer.status !== status) return `${status} was to come`;
  const [type] = (answer.headers.get('content-type') ?? '').split(';');
  if (expected.type !== undefined && type !== expected.type) return `${expected.type} was to come`;
  if (expected.status === 401 && !answer.headers.has('www-authenticate')) return 'no challenge';
  if (expected.field === undefined || method === 'HEAD') return undefined;
  const { errors = [] } = problem.parse(JSON.parse(answer.body));
  return errors.some(({ field }) => field === expected.field)
    ? undefined
    : `${JSON.stringify(expected.field)} is not named`;
}

/** Nothing of the inside, and nothing of what was sent in a header, comes back. */
function leak({ headers, body }: RawAnswer, target: string): string | undefined {
  const shown = PAGES.test(target) ? '' : body;
  const text = `${[...headers].map((pair) => pair.join(': ')).join('\n')}\n\n${shown}`;
  const [secret] =
    SECRETS.exec(text) ?? [KEY, CANARY, CALLER_IP].filter((one) => text.includes(one));
  return secret === undefined ? undefined : `it tells ${secret}`;
}

function problemFault({ method }: RawRequest, { status, headers, body }: RawAnswer) {
  if (headers.get('cache-control') !== 'no-store') return 'an error that may be kept';
  if (!PROBLEM_TYPE.test(headers.get('content-type') ?? '')) return 'no problem+json';
  if (method === 'HEAD') return undefined;
  const read = problem.safeParse(JSON.parse(body));
  if (!read.success) return `no problem: ${read.error.message}`;
  const { title, status: said, detail, errors } = read.data;
  if (said !== status || title !== STATUS_CODES[status]) return 'another status in the body';
  if (errors?.some((error) => error.field === '' || error.detail === '')) return 'an empty fault';
  const names = errors !== undefined && errors.length > 0;
  const mayNotName = status !== 400 || detail === undefined || NO_FIELD.test(detail);
  return names || mayNotName ? undefined : 'no field is named';
}

function successFault(
  { method, target }: RawRequest,
  answer: RawAnswer,
  openApi: OpenApiChecker,
): string | undefined {
  const { status, headers } = answer;
  if (PAGES.test(target)) {
    const location = headers.get('location');
    return location === undefined || /^(\.?\/)?docs\//.test(location)
      ? undefined
      : 'leads elsewhere';
  }
  if (!headers.has('cache-control')) return 'nothing about its age';
  const isConditional = method !== 'POST' && !isStale(answer);
  if (headers.has('etag') !== isConditional) return 'conditional where it cannot be, or not';
  if (status === 304 && headers.has('content-type')) return 'a type of nothing';
  return openApi.faultOf(method, target, answer);
}
