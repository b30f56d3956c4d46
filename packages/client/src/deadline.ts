import { TimeoutError } from './errors.ts';

/** How long a call may take. */
export interface Deadline {
  /** Aborted when time is over, or when the caller's own signal is; its reason says which. */
  readonly signal: AbortSignal;
  /** Milliseconds. */
  left(): number;
  /** The call has ended: releases the timer. */
  end(): void;
}

/** @param caller ends the call before its time, with its own reason */
export function startDeadline(timeoutMs: number, caller: AbortSignal | undefined): Deadline {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(new TimeoutError(timeoutMs)), timeoutMs);
  const end = performance.now() + timeoutMs;
  return {
    signal: caller ? AbortSignal.any([caller, timeout.signal]) : timeout.signal,
    left: () => end - performance.now(),
    end: () => clearTimeout(timer),
  };
}

/** @throws the reason of `signal` when that is aborted first */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
