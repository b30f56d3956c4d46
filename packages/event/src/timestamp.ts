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

  const fields = [year, month, day, hour, minute, second ?? 0].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = fields;
  const date = new Date(0);
  date.setUTCFullYear(y, mo - 1, d);
  date.setUTCHours(h, mi, s);
  // A field out of its range (30 February, 24:00, a leap second) rolls over: refuse it.
  const kept =
    date.getUTCMonth() === mo - 1 &&
    date.getUTCDate() === d &&
    date.getUTCHours() === h &&
    date.getUTCMinutes() === mi &&
    date.getUTCSeconds() === s;
  const shift = offsetSeconds(offset);
  return kept && shift !== null ? date.getTime() / 1000 - shift : null;
}

function offsetSeconds(offset: string | undefined): number | null {
  if (offset === undefined || offset === 'Z' || offset === 'z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', '') || 0);
  if (hours > 23 || minutes > 59) return null;
  return (offset[0] === '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}
