/**
 * How long an answer asks to wait (RFC 9110, 10.2.3): a number of seconds, or until a date.
 *
 * @param now milliseconds since 1970
 * @returns milliseconds; `undefined` if there is no such header, or it is invalid
 */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // `Date.parse` accepts much else.
  const date = /^[A-Z][a-z]{2}, .+ GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
