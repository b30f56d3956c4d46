import { z } from 'zod';
import { MESSAGES } from './messages.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A UUID of any version; lower-cased, as it is stored. */
export const uuid = z
  .string(MESSAGES.uuid)
  .regex(UUID, MESSAGES.uuid)
  .transform((text) => text.toLowerCase());

/** As {@link uuid}, where there are many of them. @returns `undefined` when it is not a UUID */
export function readUuid(value: unknown): string | undefined {
  return typeof value === 'string' && UUID.test(value) ? value.toLowerCase() : undefined;
}
