import { describe, expect, it } from 'vitest';
import { elementsOf, JsonSyntaxError, parseJson } from '../../src/json.ts';

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

  it('takes digits in strings for what they are', () => {
    const value = {
      a: '18446744073709551615',
      'b\\"18446744073709551615,': ['1234567890123456789"'],
    };
    expect(parseJson(bytes(JSON.stringify(value)))).toEqual(value);
    expect(() => parseJson(bytes('{18446744073709551615:1}'))).toThrow(JsonSyntaxError);
  });

  it('takes any depth, long numbers or not', () => {
    const deep = `${'['.repeat(100_000)}18446744073709551615${']'.repeat(100_000)}`;
    expect(parseJson(bytes(`{"id":18446744073709551615,"deep":${deep}}`))).toMatchObject({
      id: '18446744073709551615',
    });
  });

  it('takes a byte order mark', () => {
    expect(parseJson(bytes('\ufeff{"a":1}'))).toEqual({ a: 1 });
  });

  it.each(['', '{', 'null,', "{'a':1}", '\u0000'])('refuses %j', (text) => {
    expect(() => parseJson(bytes(text))).toThrow(JsonSyntaxError);
  });
});

describe('elementsOf', () => {
  const split = (text: string) => elementsOf(bytes(text)).map(String);

  it('leaves each element as it was written', () => {
    const long = '{"id": 18446744073709551615, "f": 1.50, "s": "ä😀\\u00e9"}';
    expect(split(`[1, ${long} ,\n null]`)).toEqual(['1', long, 'null']);
  });

  it('leaves bytes that are no UTF-8 as they came', () => {
    const element = Buffer.from([0x22, 0xff, 0xe2, 0x22]);
    const body = Buffer.concat([bytes('\ufeff[ '), element, bytes(' , 1]')]);
    expect(elementsOf(body)).toEqual([element, bytes('1')]);
  });

  it('is not misled by what stands in strings, or deeper', () => {
    const elements = ['"a,b]"', '"q\\",["', '[1,[2,3]]', '{"k,":{"x":[]}}', '"\\\\"'];
    expect(split(`[${elements.join(',')}]`)).toEqual(elements);
  });

  it('takes any depth', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(split(`[1,${deep}]`)).toEqual(['1', deep]);
  });
});
