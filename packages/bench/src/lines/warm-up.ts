/** By then connections are open, and V8 has compiled what is called often, on both sides. */
const LONGEST_WARM_UP_SECONDS = 5;
const SHARE = 1 / 4;

/** How long a load goes on before it is measured, in seconds: a quarter of what is measured, at most 5 s. */
export function warmUpSecondsOf(seconds: number): number {
  return Math.min(LONGEST_WARM_UP_SECONDS, seconds * SHARE);
}
