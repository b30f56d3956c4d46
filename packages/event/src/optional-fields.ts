import { isIP } from 'node:net';
import { LIMITS } from './limits.ts';
import { cut, fits } from './text.ts';
import { readUuid } from './uuid.ts';

const DIGITS = /^\d{1,20}$/;
/** The longest textual IP address, an IPv4 one mapped into IPv6. */
const MAX_IP_CHARACTERS = 45;

/** How an optional field is read. A bad one never costs the view. */
interface OptionalReader<T> {
  /** @returns `undefined` when the value is bad */
  readonly read: (value: unknown) => T | undefined;
  /** What takes the place of a bad value. */
  readonly mend: (value: unknown) => T | null;
}

export const OPTIONAL_FIELDS = {
  user_id: { read: readUserId, mend: () => null },
  ip: { read: readIp, mend: () => null },
  user_agent: text(LIMITS.userAgentCharacters),
  referer: text(LIMITS.refererCharacters),
  event_id: { read: readUuid, mend: () => null },
} as const satisfies Record<string, OptionalReader<unknown>>;

export type OptionalField = keyof typeof OPTIONAL_FIELDS;

/** An unsigned integer of 64 bits: a number while it is exact, or its digits. */
function readUserId(value: unknown): bigint | undefined {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined;
  }
  if (typeof value !== 'string' || !DIGITS.test(value)) return undefined;
  const id = BigInt(value);
  return id <= LIMITS.maxUserId ? id : undefined;
}

function readIp(value: unknown): string | undefined {
  const isAddress = typeof value === 'string' && isIP(value) !== 0;
  return isAddress && value.length <= MAX_IP_CHARACTERS ? value : undefined;
}

function text(characters: number): OptionalReader<string> {
  return {
    read: (value) => (typeof value === 'string' && fits(value, characters) ? value : undefined),
    mend: (value) => (typeof value === 'string' ? cut(value, characters) : null),
  };
}
