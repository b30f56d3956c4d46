import { describe, expect, it } from 'vitest';
import { elementOf, JsonSyntaxError, parseJson } from '../../src/json.ts';

const bytes = (text: string) => Buffer.from(text);

describe('parseJson', () => {
  it('keeps whole numbers that a JavaScript number would round', () => {
    const body = bytes('{"user_id":18446744073709551615,"other":9007199254740993,"small":17}');
    expect(parseJson(body)).toEqual({
      user_id: '18446744073709551615',
      other: '9007199254740993',
      small: 17,
    });
  });

  it('leaves other numbers numbers, however long', () => {
    expect(parseJson(bytes('[1795521599.9999999999999999, 1e400]'))).toEqual([
      1795521600,
      Number.POSITIVE_INFINITY,
    ]);
  });

  it('takes a byte order mark', () => {
    expect(parseJson(bytes('\ufeff{"a":1}'))).toEqual({ a: 1 });
  });

  it.each(['', '{', 'null,', "{'a':1}", '\u0000'])('refuses %j', (text) => {
    expect(() => parseJson(bytes(text))).toThrow(JsonSyntaxError);
  });
});

describe('elementOf', () => {
  it('writes an element as it was, long numbers included', () => {
    const body = bytes('[1, {"id": 18446744073709551615, "f": 1.50, "s": "ä😀"}]');
    expect(elementOf(body, 1).toString()).toBe('{"id":18446744073709551615,"f":1.50,"s":"ä😀"}');
    expect(elementOf(body, 0).toString()).toBe('1');
  });
});
