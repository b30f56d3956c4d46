/** What is known of an error beside its code. */
export interface Facts {
  /** The broker's own words: `ACCESS_REFUSED - access to queue 'q' in vhost '/' refused for user 'u'` */
  readonly text: string;
  /** Class and method number of what the broker refused, `50.10`, if it was one method. */
  readonly method: string | undefined;
}

/**
 * What amqplib says only in words. While a connection is opened it gives no reply codes; of a refused vhost
 * it tells no more than that something else came than was expected.
 */
const CODES_BY_MESSAGE: readonly (readonly [RegExp, string])[] = [
  [/got <ConnectionClose/, '530'],
  [/ETIMEDOUT/, 'ETIMEDOUT'],
  [/^Heartbeat timeout/, 'HEARTBEAT'],
  [/^Unexpected close/, 'CLOSED'],
  [/^Connection closed$/, 'GIVEN_UP'],
  [/during opening handshake|^Frame size|^Invalid frame|mechanism \S+ is not provided/, 'NOT_AMQP'],
];

/** The code by which an error is known: the broker's, the network's, or a name of ours for what has none. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { message, code } = error as Error & { readonly code?: string | number };
  if (code !== undefined) return String(code);
  const reply = /\b(\d{3}) \([A-Z-]+\) with message/.exec(message)?.[1];
  if (reply !== undefined) return reply;
  return CODES_BY_MESSAGE.find(([words]) => words.test(message))?.[1] ?? error.name;
}

export function factsOf(error: unknown): Facts {
  const { message, classId, methodId } = error as Error & {
    readonly classId?: number;
    readonly methodId?: number;
  };
  const text = /with message "(.*)"$/s.exec(message)?.[1] ?? message;
  return { text, method: classId === undefined ? undefined : `${classId}.${methodId}` };
}

/** `queue 'analytics.post_views'`, as the broker names it. */
export function thing(text: string): string {
  return /(?:queue|exchange) '[^']*'/.exec(text)?.[0] ?? 'a queue or an exchange';
}

/** `: 7, not 20`, when the broker names the value of an argument that is there, and ours. */
export function otherValues(text: string): string {
  const [, ours, theirs] =
    /received (?:the value )?'([^']*)'.* but current is '?([^']*)'?/.exec(text) ?? [];
  return ours === undefined ? '' : `: ${theirs}, not ${ours}`;
}
