/** Of every span that these headers name. */
export const SPAN_ID = '00f067aa0ba902b7';

/** The id of the test's trace of that number. */
export function traceIdOf(n: number): string {
  return n.toString(16).padStart(32, '0');
}

/** The header of a message from that trace. @param flags in hex: `01` is sampled, `00` is not */
export function traceparentOf(n: number, flags = '01'): string {
  return `00-${traceIdOf(n)}-${SPAN_ID}-${flags}`;
}
