import { describe, expect, it } from 'vitest';
import { askForNumber } from '../../src/ask.ts';

const { signal } = new AbortController();

describe('askForNumber', () => {
  it.each([
    ['1234', true],
    [' 1,234\n', true],
    ['', false],
    ['y', false],
    ['12345', false],
  ])('1234 answered with "%s" is %s', async (answer, typed) => {
    expect(await askForNumber(async () => answer, 'How many? ', 1234, signal)).toBe(typed);
  });
});
