import { describe, expect, it } from 'vitest';
import { isClean, judge } from '../../src/oracle/judge.ts';
import { Ledger, type SentView } from '../../src/oracle/ledger.ts';
import { dayKey, type Stored } from '../../src/oracle/stored.ts';

const NOON = Date.parse('2026-11-24T12:00:00Z') / 1000;
const DAY = 24 * 60 * 60;
const NOTHING = { raw: 0, days: 0, totals: 0, answeredDays: 0, answeredTotals: 0 };

const view = (n: number, fields: Partial<SentView> = {}): SentView => ({
  eventId: `019b0c2a-0000-7000-9000-${String(n).padStart(12, '0')}`,
  postUuid: n % 2 === 0 ? 'even' : 'odd',
  viewedAt: NOON,
  ...fields,
});
const VIEWS = [1, 2, 3, 4].map((n) => view(n));

function ledgerOf(views: readonly SentView[] = VIEWS): Ledger {
  const ledger = new Ledger();
  for (const sent of views) {
    ledger.sendView(sent);
    ledger.confirmView(sent);
  }
  return ledger;
}

/** What a service stores that makes no mistakes, but for those that are given. */
function storedOf(views: readonly SentView[] = VIEWS, mistakes: Partial<Stored> = {}): Stored {
  const count = (keys: readonly string[]) =>
    new Map([...Map.groupBy(keys, (key) => key)].map(([key, same]) => [key, same.length]));
  const days = count(views.map(dayKey));
  const totals = count(views.map(({ postUuid }) => postUuid));
  return { views, days, totals, answers: { days, totals }, letters: [], ...mistakes };
}

/** A counter that is off by so much. */
const off = (counts: ReadonlyMap<string, number>, key: string, by: number) =>
  new Map([...counts, [key, (counts.get(key) ?? 0) + by]]);
const TODAY = 'odd 2026-11-24';

describe('judge', () => {
  it('finds nothing wrong where nothing is', () => {
    const verdict = judge(ledgerOf(), storedOf());
    expect(verdict).toMatchObject({ sent: 4, confirmed: 4, stored: 4, unexpected: 0 });
    expect(verdict).toMatchObject({ lost: NOTHING, countedTwice: NOTHING });
    expect(isClean(verdict)).toBe(true);
  });

  it('takes what was sent and not confirmed as it comes', () => {
    const ledger = ledgerOf(VIEWS.slice(0, 2));
    for (const sent of VIEWS) ledger.sendView(sent);
    expect(isClean(judge(ledger, storedOf(VIEWS.slice(0, 3))))).toBe(true);
  });

  it('misses a view that was confirmed', () => {
    const verdict = judge(ledgerOf(), storedOf(VIEWS.slice(1)));
    expect(verdict.lost).toEqual({ ...NOTHING, raw: 1 });
    expect(isClean(verdict)).toBe(false);
  });

  it('finds a view that nobody has sent, or that is of another post or time', () => {
    for (const stranger of [
      view(9),
      view(1, { postUuid: 'else' }),
      view(1, { viewedAt: NOON + 1 }),
    ]) {
      const verdict = judge(ledgerOf(), storedOf([...VIEWS.slice(1), stranger]));
      expect(verdict.unexpected).toBe(1);
      expect(isClean(verdict)).toBe(false);
    }
  });

  it('finds a row that is there twice', () => {
    const right = storedOf();
    const verdict = judge(ledgerOf(), { ...right, views: [...VIEWS, view(1)] });
    expect(verdict.countedTwice).toEqual({ ...NOTHING, raw: 1 });
    expect(isClean(verdict)).toBe(false);
  });

  const right = storedOf();
  it.each<[keyof typeof NOTHING, (by: number) => Partial<Stored>]>([
    ['days', (by) => ({ days: off(right.days, TODAY, by) })],
    ['totals', (by) => ({ totals: off(right.totals, 'odd', by) })],
    ['answeredDays', (by) => ({ answers: { ...right.answers, days: off(right.days, TODAY, by) } })],
    [
      'answeredTotals',
      (by) => ({ answers: { ...right.answers, totals: off(right.totals, 'odd', by) } }),
    ],
  ])('compares %s with the rows, one by one', (place, mistake) => {
    const tooMany = judge(ledgerOf(), storedOf(VIEWS, mistake(2)));
    expect(tooMany.countedTwice).toEqual({ ...NOTHING, [place]: 2 });
    const tooFew = judge(ledgerOf(), storedOf(VIEWS, mistake(-2)));
    expect(tooFew.lost).toEqual({ ...NOTHING, [place]: 2 });
    expect([tooMany, tooFew].map(isClean)).toEqual([false, false]);
  });

  it('is not misled by counters that are wrong in both ways', () => {
    const days = off(off(right.days, TODAY, 1), 'even 2026-11-24', -1);
    const { lost, countedTwice } = judge(ledgerOf(), storedOf(VIEWS, { days }));
    expect([lost.days, countedTwice.days]).toEqual([1, 1]);
  });

  it('wants a view to be counted on its own day', () => {
    const yesterday = view(1, { viewedAt: NOON - DAY });
    const days = new Map([[dayKey(view(1)), 1]]);
    const { lost, countedTwice } = judge(ledgerOf([yesterday]), storedOf([yesterday], { days }));
    expect([lost.days, countedTwice.days]).toEqual([1, 1]);
  });

  it('takes the same id at another time for another view', () => {
    const both = [view(1), view(1, { viewedAt: NOON + 1 })];
    expect(isClean(judge(ledgerOf(both), storedOf(both)))).toBe(true);
  });
});

describe('judge, of dead letters', () => {
  const ledger = ledgerOf();
  for (const mark of ['mark-1', 'mark-2']) {
    const letter = { mark, reason: 'invalid_json' };
    ledger.sendLetter(letter);
    ledger.confirmLetter(letter);
  }
  const told = (mark: string | undefined, reason = 'invalid_json') => ({ mark, reason });
  const judged = (...letters: Stored['letters'][number][]) =>
    judge(ledger, storedOf(VIEWS, { letters }));

  it('wants one for each message that could not be counted', () => {
    const verdict = judged(told('mark-1'), told('mark-2'));
    expect(verdict.letters).toEqual({
      expected: 2,
      missing: 0,
      repeated: 0,
      wrongReason: 0,
      unexpected: 0,
    });
    expect(isClean(verdict)).toBe(true);
  });

  it('lets one be told of twice', () => {
    const verdict = judged(told('mark-1'), told('mark-2'), told('mark-2'));
    expect(verdict.letters.repeated).toBe(1);
    expect(isClean(verdict)).toBe(true);
  });

  it.each([
    ['missing', [told('mark-1')]],
    ['wrongReason', [told('mark-1'), told('mark-2', 'too_old')]],
    ['unexpected', [told('mark-1'), told('mark-2'), told(undefined)]],
    ['unexpected', [told('mark-1'), told('mark-2'), told('mark-3')]],
  ] as const)('finds one that is %s', (how, letters) => {
    const verdict = judged(...letters);
    expect(verdict.letters[how]).toBe(1);
    expect(isClean(verdict)).toBe(false);
  });
});
