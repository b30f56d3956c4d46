/** The bytes are not JSON. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
}

/**
 * Parses a message body. A whole number in a field of an event that a JavaScript number can't hold comes out as a
 * string of its digits, so that a `user_id` of 2^64−1 stays what it is.
 *
 * @throws {JsonSyntaxError}
 */
export function parseJson(body: Buffer): unknown {
  const text = textOf(body);
  try {
    const value: unknown = JSON.parse(text);
    return holdsRounded(value) ? JSON.parse(quoteLongNumbers(text)) : value;
  } catch (error) {
    throw new JsonSyntaxError('not JSON', { cause: error });
  }
}

/** Whether a field of an event, or of one of several, is a number that may have been rounded. */
function holdsRounded(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasRoundedField);
  return hasRoundedField(value);
}

function hasRoundedField(event: unknown): boolean {
  if (typeof event !== 'object' || event === null) return false;
  for (const key in event) {
    const field = (event as Record<string, unknown>)[key];
    if (typeof field === 'number' && Math.abs(field) > Number.MAX_SAFE_INTEGER) return true;
  }
  return false;
}

/** A string, which is left alone, or a whole number of 16 digits or more. */
const STRING_OR_LONG_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\w.+-])\d{16,}(?![\d.eE])/g;

/** @param text valid JSON: the search through another text could take for ever */
function quoteLongNumbers(text: string): string {
  return text.replace(STRING_OR_LONG_NUMBER, (token) =>
    token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`,
  );
}

const QUOTE = byte('"');
const BACKSLASH = byte('\\');
const COMMA = byte(',');
const OPENING = [byte('['), byte('{')];
const CLOSING = [byte(']'), byte('}')];
const WHITESPACE = [byte(' '), byte('\t'), byte('\n'), byte('\r')];

/**
 * The elements of a JSON array, each a copy of the bytes as they came, whether or not they are good UTF-8. Reads
 * bytes rather than values, so that nothing is changed by being written again, and nesting of any depth is
 * no danger to the stack. All that JSON's structure is made of is ASCII, which is no part of a longer character.
 *
 * @param body a JSON array that {@link parseJson} has taken
 */
export function elementsOf(body: Buffer): Buffer[] {
  const elements: Buffer[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < body.length; at += 1) {
    const character = body[at] ?? 0;
    if (character === QUOTE) {
      at = endOfString(body, at);
    } else if (OPENING.includes(character)) {
      depth += 1;
      if (depth === 1) start = at + 1;
    } else if (CLOSING.includes(character)) {
      depth -= 1;
      if (depth === 0) elements.push(trimmed(body, start, at));
    } else if (character === COMMA && depth === 1) {
      elements.push(trimmed(body, start, at));
      start = at + 1;
    }
  }
  return elements;
}

/** @param quote where the string begins; @returns where it ends */
function endOfString(body: Buffer, quote: number): number {
  let at = quote + 1;
  while (body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1;
  return at;
}

function trimmed(body: Buffer, from: number, to: number): Buffer {
  let start = from;
  let end = to;
  while (WHITESPACE.includes(body[start] ?? 0)) start += 1;
  while (WHITESPACE.includes(body[end - 1] ?? 0)) end -= 1;
  return Buffer.from(body.subarray(start, end));
}

function byte(character: string): number {
  return character.charCodeAt(0);
}

/** Some publishers begin UTF-8 with a byte order mark, which JSON.parse refuses. */
function textOf(body: Buffer): string {
  const text = body.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
