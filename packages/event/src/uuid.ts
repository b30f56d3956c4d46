import { z } from 'zod';

/** Any UUID, whatever its version; lower-cased, since that is how it is stored. */
export const uuid = z
  .string('must be a UUID')
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, 'must be a UUID')
  .transform((text) => text.toLowerCase());
