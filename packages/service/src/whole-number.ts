import { z } from 'zod';

/**
 * A whole number from `min` to `max`, written as text: a variable of the environment, a query parameter.
 * Decimal digits only, so that `1e3` or `0x10` is a mistake.
 */
export function wholeNumber(min: number, max: number) {
  const range = `must be a whole number from ${min} to ${max}`;
  return z
    .string(range)
    .regex(/^\d+$/, range)
    .transform(Number)
    .refine((value) => value >= min && value <= max, range);
}
