import { describe, expect, it } from 'vitest';
import { toUnixSeconds } from '../../src/index.ts';

const NOON = Date.UTC(2026, 10, 24, 12) / 1000;

describe('toUnixSeconds', () => {
  it.each([
    ['2026-11-24T12:00:00Z', 'ISO 8601'],
    ['2026-11-24T12:00:00.123456Z', "Laravel's toISOString"],
    ['2026-11-24T12:00:00+00:00', "PHP's DATE_ATOM"],
    ['2026-11-24T12:00:00+0000', "PHP's DATE_ISO8601"],
    ['2026-11-24T14:00:00+02:00', 'an offset'],
    ['2026-11-24T06:30:00-05:30', 'a negative offset'],
    ['2026-11-24T14+02', null],
    ['2026-11-24 12:00:00', "Laravel's toDateTimeString, UTC"],
    ['2026-11-24 12:00:00.999', 'a fraction'],
    ['2026-11-24T12:00Z', 'no seconds'],
    [NOON, 'Unix seconds'],
    [NOON + 0.999, 'Unix seconds with a fraction'],
    [String(NOON), 'Unix seconds as a string'],
  ])('reads %s (%s)', (input, form) => {
    expect(toUnixSeconds(input)).toBe(form === null ? null : NOON);
  });

  it('cuts the fraction, so that the last moment of a day belongs to it', () => {
    expect(toUnixSeconds('2026-11-24T23:59:59.999999999Z')).toBe(NOON + 12 * 3600 - 1);
    expect(toUnixSeconds(1.9)).toBe(1);
  });

  it.each([
    ['2026-11-24T12:00:00', 'ISO 8601 without an offset'],
    ['2026-11-24', 'no time'],
    ['2026-11-24 12:00', 'no seconds and no offset'],
    ['2026-02-30T00:00:00Z', 'no such day'],
    ['2026-13-01T00:00:00Z', 'no such month'],
    ['2026-11-24T24:00:00Z', 'no such hour'],
    ['2026-11-24T12:60:00Z', 'no such minute'],
    ['2026-11-24T23:59:60Z', 'a leap second'],
    ['2026-11-24T12:00:00+99:00', 'no such offset'],
    ['24/11/2026 12:00:00', 'another order'],
    ['yesterday', 'words'],
    ['', 'nothing'],
    ['-5', 'before 1970, as text'],
    [Number.NaN, 'not a number'],
    [Number.POSITIVE_INFINITY, 'infinity'],
  ])('refuses %s (%s)', (input: string | number, _why: string) => {
    expect(toUnixSeconds(input)).toBeNull();
  });
});
