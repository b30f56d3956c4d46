import type { Fetch } from './fetch-answer.ts';

export interface ClientOptions {
  /** Where the API is, without `/api/v1`: `http://post-views:3000`. */
  readonly baseUrl: string;
  /** One of those in the API's `INTERNAL_API_KEYS`, without its name. No error shows it. */
  readonly apiKey: string;
  /** How long a call may take, with all its attempts and the waits between them; default: 5 s. */
  readonly timeoutMs?: number | undefined;
  /** How often to retry a call, at most, where that may help; default: 2. All calls together have a budget as well. */
  readonly retries?: number | undefined;
  /** Sends each request, instead of the platform's: for caching, tracing or tests. */
  readonly fetch?: Fetch | undefined;
}

/** The options, with their defaults. */
export interface Settings {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly fetch: Fetch;
}

/** Long enough for the API to answer for itself when its database does not respond: with older numbers, or 503. */
const TIMEOUT_MS = 5_000;
const RETRIES = 2;
/** Beyond it, a timer ends at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** @throws {TypeError} naming the option that is invalid; never shows its value */
export function readOptions(options: ClientOptions): Settings {
  const { baseUrl, apiKey, timeoutMs = TIMEOUT_MS, retries = RETRIES, fetch } = options;
  refuseUnless(
    isBaseUrl(baseUrl),
    'baseUrl must be an http or https URL without a user or a query',
  );
  refuseUnless(/^[!-~]+$/.test(apiKey), 'apiKey must be of ASCII characters, without spaces');
  refuseUnless(timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS, 'timeoutMs must be above 0');
  refuseUnless(
    Number.isInteger(retries) && retries >= 0,
    'retries must be a whole number, 0 or more',
  );
  return {
    baseUrl,
    apiKey,
    timeoutMs,
    retries,
    // Looked up with each request, since Next.js puts another one in its place.
    fetch: fetch ?? ((request) => globalThis.fetch(request)),
  };
}

function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && username + password + search + hash === '';
}

function refuseUnless(isRight: boolean, message: string): void {
  if (!isRight) throw new TypeError(message);
}
