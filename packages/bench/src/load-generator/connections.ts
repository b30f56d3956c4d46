import { Client, type Dispatcher } from 'undici';
import type { Request } from '../workload/requests.ts';
import type { Answer } from './tally.ts';

/** A connection that is kept alive, and has one request on its way at a time. */
export interface Connection {
  ask(request: Request, done: (answer: Answer) => void): void;
  close(): Promise<void>;
}

/** Longer than any answer may take. */
const TIMEOUT_MS = 30_000;

export function openConnections(
  count: number,
  url: string,
  headers: Readonly<Record<string, string>>,
): Connection[] {
  const asked = { get: headers, post: { ...headers, 'content-type': 'application/json' } };
  return Array.from({ length: count }, () => open(url, asked));
}

/**
 * As little as possible is done for an answer: there is one handler for all requests of a connection, and nobody
 * looks into the body.
 */
function open(url: string, headers: Record<'get' | 'post', Readonly<Record<string, string>>>) {
  const client = new Client(url, {
    pipelining: 1,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    keepAliveTimeout: TIMEOUT_MS,
  });
  let done: (answer: Answer) => void = () => undefined;
  let [status, bytes, hasRetryAfter] = [0, 0, false];
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart() {
      bytes = 0;
    },
    onResponseStart(_, code, answered) {
      status = code;
      hasRetryAfter = code === 503 && answered['retry-after'] !== undefined;
    },
    onResponseData(_, chunk) {
      bytes += chunk.length;
    },
    onResponseEnd() {
      done({ status, bytes, hasRetryAfter });
    },
    onResponseError(_, error) {
      const { code } = error as { code?: unknown };
      done({ status: typeof code === 'string' ? code : error.name, bytes, hasRetryAfter: false });
    },
  };
  return {
    ask({ method, path, body }: Request, whenDone: (answer: Answer) => void) {
      done = whenDone;
      if (body === undefined) client.dispatch({ method, path, headers: headers.get }, handler);
      else client.dispatch({ method, path, headers: headers.post, body }, handler);
    },
    close: () => client.destroy(),
  };
}
