import { isIP } from 'node:net';
import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { uuid } from './uuid.ts';

const MAX_USER_ID = 2n ** 64n - 1n;
/** The longest textual IP address, an IPv4 one mapped into IPv6. */
const MAX_IP_CHARACTERS = 45;

const userId = z
  .union([z.int().nonnegative(), z.string().regex(/^\d{1,20}$/)])
  .transform(BigInt)
  .refine((id) => id <= MAX_USER_ID);

const ip = z.string().refine((text) => isIP(text) !== 0 && text.length <= MAX_IP_CHARACTERS);

const text = (characters: number) => z.string().refine((value) => fits(value, characters));

/**
 * The fields that an event can do without. A bad one never costs the view: what `schema` refuses is
 * replaced by what `mend` makes of it.
 */
export const OPTIONAL_FIELDS = {
  user_id: { schema: userId, mend: () => null },
  ip: { schema: ip, mend: () => null },
  user_agent: {
    schema: text(LIMITS.userAgentCharacters),
    mend: (value: unknown) => cut(value, LIMITS.userAgentCharacters),
  },
  referer: {
    schema: text(LIMITS.refererCharacters),
    mend: (value: unknown) => cut(value, LIMITS.refererCharacters),
  },
  event_id: { schema: uuid, mend: () => null },
} as const;

export type OptionalField = keyof typeof OPTIONAL_FIELDS;

function fits(value: string, characters: number): boolean {
  return value.length <= characters || Array.from(value).length <= characters;
}

/** Cuts by code points, as MySQL counts, so that no surrogate pair is torn apart. */
function cut(value: unknown, characters: number): string | null {
  return typeof value === 'string' ? Array.from(value).slice(0, characters).join('') : null;
}
