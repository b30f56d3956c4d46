/** Sleep that lasts until it is told to end, or its signal aborts. */
export interface FakeSleep {
  /** For how long it was to be slept, each time. */
  readonly slept: readonly number[];
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  wakeUp(): void;
}

export function createFakeSleep(): FakeSleep {
  const slept: number[] = [];
  let wakeUp: () => void = () => undefined;
  return {
    slept,
    sleep(ms, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      slept.push(ms);
      wakeUp = resolve;
      signal.addEventListener('abort', () => reject(new Error('stopped')));
      return promise;
    },
    wakeUp: () => wakeUp(),
  };
}
