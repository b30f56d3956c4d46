/** When requests are due: evenly spread, whatever becomes of those before them. */
export interface Schedule {
  /**
   * @returns when the next request is due, in milliseconds since the beginning, and it is never told again; `undefined`
   * when it is not due by `elapsedMs`
   */
  next(elapsedMs: number): number | undefined;
  /** All were told. */
  isOver(): boolean;
}

export function evenly(rate: number, seconds: number): Schedule {
  const count = Math.round(rate * seconds);
  let told = 0;
  return {
    next(elapsedMs) {
      // From the number, not from the one before: what is rounded never adds up.
      const due = (told / rate) * 1000;
      if (told >= count || due > elapsedMs) return undefined;
      told += 1;
      return due;
    },
    isOver: () => told >= count,
  };
}
