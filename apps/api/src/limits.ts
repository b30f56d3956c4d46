/**
 * What the API allows itself and its callers. Limits that follow from others are derived here; the reasons are in
 * docs/decisions/0010-what-the-api-keeps-and-refuses.md.
 */

/** More would not be faster: statements are batched from all callers. */
export const CONNECTIONS = 10;
export const STATEMENT_TIMEOUT_MS = 2_000;

/** For ranked lists and statistics. Few are needed: the cache refreshes these in the background, once for all callers. */
export const SLOW_CONNECTIONS = 2;
export const SLOW_STATEMENT_TIMEOUT_MS = 4_000;
/** All statements of a ranked list together; callers and proxies that wait for 5 s still get an answer. */
export const RANKING_TIMEOUT_MS = 4_500;
/** Slow readings at work or waiting for a connection. */
export const MAX_SLOW_READS = 8 * SLOW_CONNECTIONS;

/** For whether the database is there: one to look at it, one for the circuit breaker. */
export const HEALTH_CONNECTIONS = 2;
export const HEALTH_TIMEOUT_MS = 2_000;

/**
 * Shorter than anybody waits for a connection, so that the reason is told rather than that none was free; longer than the
 * second after which a lost SYN is sent again.
 */
export const CONNECT_TIMEOUT_MS = 1_500;

export const BREAKER = {
  /** How long a probe may take before the database is taken to be away. */
  patienceMs: 500,
  /** From one probe to the next. */
  pauseMs: 500,
} as const;

/** By then the database has been probed again. */
export const RETRY_AFTER_SECONDS = Math.ceil(BREAKER.pauseMs / 1_000);

/** How old answers may be. Together with the batch of the consumer this is how old a number may be. */
export const CACHE = {
  freshMs: 1_000,
  staleWhileRevalidateMs: 5_000,
  staleIfErrorMs: 10 * 60_000,
  patienceMs: 400,
  retryMs: 1_000,
  maxBytes: 64 * 1024 * 1024,
} as const;

/** Posts times days: an answer of about a megabyte. */
export const MAX_POINTS = 20_000;

/** For readings that requests wait for: `MAX_IN_FLIGHT_REQUESTS` of them. */
export const PLACES = {
  /**
   * How long one waits for a place; one for a ranked list or statistics does not wait. To refuse a request costs nearly as much
   * as to answer it, and whoever is refused at once asks again at once: then there is time for little else.
   */
  maxWaitMs: 1_000,
  /** Beyond that the one that has waited longest is refused, so that what waits fits into the heap. */
  maxWaiting: 1_024,
  /** How many of the places slow readings may take. */
  slowShare: 1 / 4,
} as const;

/** What one request and its connection may be, and take. */
export const HTTP = {
  /** Room for 500 UUIDs, with as much white space. */
  bodyLimit: 64 * 1024,
  /** Until all of a request is there. */
  requestTimeout: 5_000,
  /** Of silence, while an answer is being read. */
  connectionTimeout: 10_000,
  /** Longer than load balancers keep a connection, so that it is never us who close one in use. */
  keepAliveTimeout: 72_000,
  http: {
    maxHeaderSize: 8 * 1024,
    headersTimeout: 5_000,
    connectionsCheckingInterval: 1_000,
    // See requireHost.
    requireHostHeader: false,
  },
} as const;

/** Longer than a request takes that is asked for by its key, its waits for a place and for the database included. */
export const REQUESTS_TIMEOUT_MS = 8_000;
export const CLOSE_TIMEOUT_MS = 2_000;
/** More than stopping (requests, the watch of the database, pools) and telling of it can take: only a fault lets it run out. */
export const SHUTDOWN_TIMEOUT_MS = REQUESTS_TIMEOUT_MS + 1_000 + CLOSE_TIMEOUT_MS + 2_000;

/**
 * By how much the heap may grow after all of it was collected, in percent of what was left: fourfold, but no more than half-way
 * to its limit. V8 takes about 30 for a heap that is limited as ours is, and collects every second while many batches come, for
 * tens of milliseconds.
 */
export const HEAP_GROWING_PERCENT = 300;
