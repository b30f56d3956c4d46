/** Of the language since 2025; TypeScript's library doesn't know it yet. */
declare global {
  interface JSON {
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): unknown;
    rawJSON(text: string): object;
  }
}

/** What becomes of one value; `source` is how a number or a string was written. */
export type Rewrite = (key: string, value: unknown, source: string) => unknown;

/**
 * Reads JSON and writes it again, each value, the innermost first, as `rewrite` says. Numbers stay as they were
 * written, however long.
 *
 * @param indent spaces; 0 for all in one line
 * @returns `undefined` when the text is not JSON, or nested too deeply for a person to read
 */
export function rewriteJson(text: string, rewrite: Rewrite, indent: number): string | undefined {
  try {
    const value = JSON.parse(withoutMark(text), (key, part, { source = '' }) => {
      const rewritten = rewrite(key, part, source);
      return typeof rewritten === 'number' ? JSON.rawJSON(source) : rewritten;
    });
    return JSON.stringify(value, undefined, indent);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Some publishers begin UTF-8 with a byte order mark, which JSON.parse refuses. */
function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
