/** The bytes are not JSON. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
}

/**
 * Parses a message body. A whole number that a JavaScript number can't hold comes out as a string of its
 * digits, so that a `user_id` of 2^64−1 stays what it is.
 *
 * @throws {JsonSyntaxError}
 */
export function parseJson(body: Buffer): unknown {
  const text = textOf(body);
  try {
    return LONG_NUMBER.test(text) ? JSON.parse(text, keepLongNumbers) : JSON.parse(text);
  } catch (error) {
    throw new JsonSyntaxError('not JSON', { cause: error });
  }
}

/**
 * One element of a JSON array as bytes of its own, with every number written as it was.
 *
 * @param body a JSON array
 */
export function elementOf(body: Buffer, position: number): Buffer {
  const elements: unknown = JSON.parse(textOf(body), keepNumbersAsWritten);
  const element = Array.isArray(elements) ? elements[position] : undefined;
  return Buffer.from(JSON.stringify(element));
}

/** The size of a parsed JSON value when written again. */
export function elementBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** Only then is the slower parse with a reviver worth its time; a match within a string does no harm. */
const LONG_NUMBER = /\d{16}/;

function keepLongNumbers(_key: string, value: unknown, { source }: JsonSource): unknown {
  const isLong = typeof value === 'number' && !Number.isSafeInteger(value);
  return isLong && source !== undefined && /^\d+$/.test(source) ? source : value;
}

function keepNumbersAsWritten(_key: string, value: unknown, { source }: JsonSource): unknown {
  return typeof value === 'number' && source !== undefined ? JSON.rawJSON(source) : value;
}

// ES2026, which Node has and TypeScript's library doesn't yet: https://github.com/tc39/proposal-json-parse-with-source
interface JsonSource {
  /** The text that a number, a string, a boolean or null was written as. */
  readonly source?: string;
}
declare global {
  interface JSON {
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: JsonSource) => unknown,
    ): unknown;
    rawJSON(text: string): object;
  }
}

/** Some publishers begin UTF-8 with a byte order mark, which JSON.parse refuses. */
function textOf(body: Buffer): string {
  const text = body.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
