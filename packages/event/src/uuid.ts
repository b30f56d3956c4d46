import { z } from 'zod';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Any UUID, whatever its version; lower-cased, since that is how it is stored. */
export const uuid = z
  .string('must be a UUID')
  .regex(UUID, 'must be a UUID')
  .transform((text) => text.toLowerCase());

/** As {@link uuid}, for what is read with each event. @returns `undefined` for all that is no UUID */
export function readUuid(value: unknown): string | undefined {
  return typeof value === 'string' && UUID.test(value) ? value.toLowerCase() : undefined;
}
