import { type Env, preloading } from './preload.ts';

/** The environment of a process whose clock is wrong. @param ms ahead, or behind if below 0 */
export function shiftedBy(ms: number): Env {
  return preloading(new URL('./shift-clock.ts', import.meta.url).href, {
    CLOCK_SHIFT_MS: String(ms),
  });
}
