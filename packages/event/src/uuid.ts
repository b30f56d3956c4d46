import { z } from 'zod';

// Both cases are spelled out: with the flag it takes more than twice as long.
const UUID = /^[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}$/;

/** Any UUID, whatever its version; lower-cased, since that is how it is stored. */
export const uuid = z
  .string('must be a UUID')
  .regex(UUID, 'must be a UUID')
  .transform((text) => text.toLowerCase());

/** As {@link uuid}, in a tenth of the time. @returns `undefined` for all that is no UUID */
export function readUuid(value: unknown): string | undefined {
  return typeof value === 'string' && UUID.test(value) ? value.toLowerCase() : undefined;
}
