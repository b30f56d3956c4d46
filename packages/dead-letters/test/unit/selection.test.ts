import { describe, expect, it } from 'vitest';
import type { Letter, LetterReason } from '../../src/letter.ts';
import { selectorOf } from '../../src/selection.ts';

const letter = (id: string, reason: LetterReason = 'invalid_json') => ({ id, reason }) as Letter;
const FIRST = letter('019ab6c2-5d1e-7c3a-9f00-3b1d2c4e5f60');
const SECOND = letter('019ab6c2-5d1e-7c3a-9f00-3b1d2c4e5f61', 'too_old');

describe('selectorOf', () => {
  it('chooses all, or those with a reason', () => {
    expect([FIRST, SECOND].map((it) => selectorOf({}).chooses(it))).toEqual([true, true]);
    expect([FIRST, SECOND].map((it) => selectorOf({ reason: 'too_old' }).chooses(it))).toEqual([
      false,
      true,
    ]);
    expect([FIRST, SECOND].map((it) => selectorOf({ ids: [] }).chooses(it))).toEqual([true, true]);
  });

  it('chooses by the whole, the beginning or the end of an id, in any case', () => {
    for (const part of [FIRST.id, '4E5F60', '3b1d2c4e5f60']) {
      const selector = selectorOf({ ids: [part] });
      expect([FIRST, SECOND, FIRST].map((it) => selector.chooses(it))).toEqual([true, false, true]);
      selector.assertAllFound();
    }
    expect(selectorOf({ ids: ['019a'] }).chooses(FIRST)).toBe(true);
  });

  it('refuses what means several letters, and names two', () => {
    const selector = selectorOf({ ids: [FIRST.id, '019ab6'] });
    selector.chooses(FIRST);
    expect(() => selector.chooses(SECOND)).toThrow(
      `the id 019ab6 means several letters, such as ${FIRST.id} and ${SECOND.id}`,
    );
  });

  it('says which are not there', () => {
    const selector = selectorOf({ ids: ['5f60', 'ffff', 'eeee'] });
    selector.chooses(FIRST);
    expect(() => selector.assertAllFound()).toThrow('no letter has the id ffff, eeee');
  });
});
