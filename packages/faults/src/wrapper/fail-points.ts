import { type Env, preloading } from './preload.ts';

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
export function dyingAt(point: FailPoint, times: number): Env {
  return preloading(new URL('./die-at-fail-point.ts', import.meta.url).href, {
    FAIL_POINT: point,
    FAIL_POINT_TIMES: String(times),
  });
}
