const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)([Tt ])(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?(Z|z|[+-]\d\d(?::?\d\d)?)?$/;
const UNIX_SECONDS = /^\d{1,20}(?:\.\d+)?$/;

/**
 * Reads the `timestamp` of an event: ISO 8601 with an offset, `YYYY-MM-DD HH:MM:SS` (UTC, what
 * Laravel's `toDateTimeString()` writes), or Unix seconds as a number or a decimal string.
 *
 * Fractions of a second are cut, never rounded: 23:59:59.7 belongs to the day that it ends.
 *
 * @returns whole Unix seconds, or `null` when the input is none of these
 */
export function toUnixSeconds(input: string | number): number | null {
  if (typeof input === 'number') return Number.isFinite(input) ? Math.floor(input) : null;
  if (UNIX_SECONDS.test(input)) return Math.floor(Number(input));
  return fromDateTime(input);
}

function fromDateTime(input: string): number | null {
  const match = DATE_TIME.exec(input);
  if (!match) return null;
  const [, year, month, day, separator, hour, minute, second, offset] = match;
  // Without an offset only the one form whose time zone the contract names.
  if (!offset && (separator !== ' ' || second === undefined)) return null;

  const date = startOfDay(Number(year), Number(month), Number(day));
  const time = secondsOf(Number(hour), Number(minute), Number(second ?? 0));
  const shift = offsetSeconds(offset);
  return date === null || time === null || shift === null ? null : date + time - shift;
}

/** Unix seconds; `null` for what rolls over into another month, and for years that Date takes for short ones. */
function startOfDay(year: number, month: number, day: number): number | null {
  if (year < 100) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && day > 0 ? date.getTime() / 1000 : null;
}

function secondsOf(hour: number, minute: number, second: number): number | null {
  return hour > 23 || minute > 59 || second > 59 ? null : hour * 3600 + minute * 60 + second;
}

function offsetSeconds(offset: string | undefined): number | null {
  if (offset === undefined || offset === 'Z' || offset === 'z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', '') || 0);
  if (hours > 23 || minutes > 59) return null;
  return (offset[0] === '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}
