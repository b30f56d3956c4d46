import { fileURLToPath } from 'node:url';

/** Where a consumer can be made to die, in the order in which a batch comes by. */
export const FAIL_POINTS = [
  'parsed',
  'begun',
  'raw-written',
  'counters-written',
  'commit-sent',
  'committed',
  'acked',
  'in-shutdown',
] as const;

export type FailPoint = (typeof FAIL_POINTS)[number];

/**
 * The environment of a consumer that kills itself at a point.
 *
 * @param times how often it comes by there, the last time included
 */
export function dyingAt(point: FailPoint, times: number): Readonly<Record<string, string>> {
  const wrapper = fileURLToPath(new URL('./die-at-fail-point.ts', import.meta.url));
  return {
    NODE_OPTIONS: `--import=${wrapper}`,
    FAIL_POINT: point,
    FAIL_POINT_TIMES: String(times),
  };
}
