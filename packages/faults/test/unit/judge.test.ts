import { describe, expect, it } from 'vitest';
import { isClean, judge } from '../../src/oracle/judge.ts';
import { Ledger } from '../../src/oracle/ledger.ts';
import type { SentView } from '../../src/oracle/sent-views.ts';
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
  const answers = { days, totals };
  return { views, keptSince: 1, days, totals, answers, letters: [], unsettled: 0, ...mistakes };
}

/** A counter that is off by so much. */
const off = (counts: ReadonlyMap<string, number>, key: string, by: number) =>
  new Map([...counts, [key, (counts.get(key) ?? 0) + by]]);
const TODAY = 'odd 2026-11-24';

describe('judge', () => {
  it('finds nothing wrong where nothing is', async () => {
    const verdict = await judge(ledgerOf(), storedOf());
    expect(verdict).toMatchObject({ sent: 4, confirmed: 4, stored: 4, unexpected: 0 });
    expect(verdict).toMatchObject({ lost: NOTHING, countedTwice: NOTHING });
    expect(isClean(verdict)).toBe(true);
  });

  it('takes what was sent and not confirmed as it comes', async () => {
    const ledger = ledgerOf(VIEWS.slice(0, 2));
    for (const sent of VIEWS) ledger.sendView(sent);
    expect(isClean(await judge(ledger, storedOf(VIEWS.slice(0, 3))))).toBe(true);
  });

  it('misses a view that was confirmed', async () => {
    const verdict = await judge(ledgerOf(), storedOf(VIEWS.slice(1)));
    expect(verdict.lost).toEqual({ ...NOTHING, raw: 1 });
    expect(verdict.examples).toEqual([`view ${view(1).eventId} of odd is not stored`]);
    expect(isClean(verdict)).toBe(false);
  });

  it('finds a view that nobody has sent, or that is of another post or time', async () => {
    for (const stranger of [
      view(9),
      view(1, { postUuid: 'else' }),
      view(1, { viewedAt: NOON + 1 }),
    ]) {
      const verdict = await judge(ledgerOf(), storedOf([...VIEWS.slice(1), stranger]));
      expect(verdict.unexpected).toBe(1);
      expect(isClean(verdict)).toBe(false);
    }
  });

  it('finds messages that nobody has acknowledged', async () => {
    const verdict = await judge(ledgerOf(), storedOf(VIEWS, { unsettled: 2 }));
    expect([verdict.unsettled, isClean(verdict)]).toEqual([2, false]);
  });

  it('finds a row that is there twice', async () => {
    const right = storedOf();
    const verdict = await judge(ledgerOf(), { ...right, views: [...VIEWS, view(1)] });
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
  ])('compares %s with the rows, one by one', async (place, mistake) => {
    const tooMany = await judge(ledgerOf(), storedOf(VIEWS, mistake(2)));
    expect(tooMany.countedTwice).toEqual({ ...NOTHING, [place]: 2 });
    const tooFew = await judge(ledgerOf(), storedOf(VIEWS, mistake(-2)));
    expect(tooFew.lost).toEqual({ ...NOTHING, [place]: 2 });
    expect([tooMany, tooFew].map(isClean)).toEqual([false, false]);
  });

  it('is not misled by counters that are wrong in both ways', async () => {
    const days = off(off(right.days, TODAY, 1), 'even 2026-11-24', -1);
    const { lost, countedTwice, examples } = await judge(ledgerOf(), storedOf(VIEWS, { days }));
    expect([lost.days, countedTwice.days]).toEqual([1, 1]);
    expect(examples).toEqual([
      'in the days odd 2026-11-24 says 3 instead of 2',
      'in the days even 2026-11-24 says 1 instead of 2',
    ]);
  });

  it('wants a view to be counted on its own day', async () => {
    const yesterday = view(1, { viewedAt: NOON - DAY });
    const days = new Map([[dayKey(view(1)), 1]]);
    const { lost, countedTwice } = await judge(
      ledgerOf([yesterday]),
      storedOf([yesterday], { days }),
    );
    expect([lost.days, countedTwice.days]).toEqual([1, 1]);
  });

  it('takes the same id at another time for another view', async () => {
    const both = [view(1), view(1, { viewedAt: NOON + 1 })];
    expect(isClean(await judge(ledgerOf(both), storedOf(both)))).toBe(true);
  });
});

describe('judge, of dead letters', () => {
  const ledgerWithLetters = () => {
    const ledger = ledgerOf();
    for (const mark of ['mark-1', 'mark-2']) {
      const letter = { mark, reason: 'invalid_json' };
      ledger.sendLetter(letter);
      ledger.confirmLetter(letter);
    }
    return ledger;
  };
  const told = (mark: string | undefined, reason = 'invalid_json') => ({ mark, reason });
  const judged = (...letters: Stored['letters'][number][]) =>
    judge(ledgerWithLetters(), storedOf(VIEWS, { letters }));

  it('wants one for each message that could not be counted', async () => {
    const verdict = await judged(told('mark-1'), told('mark-2'));
    expect(verdict.letters).toEqual({
      expected: 2,
      late: 0,
      missing: 0,
      repeated: 0,
      wrongReason: 0,
      unexpected: 0,
    });
    expect(isClean(verdict)).toBe(true);
  });

  it('lets one be told of twice', async () => {
    const verdict = await judged(told('mark-1'), told('mark-2'), told('mark-2'));
    expect(verdict.letters.repeated).toBe(1);
    expect(isClean(verdict)).toBe(true);
  });

  it.each([
    ['missing', [told('mark-1')], 'no letter is of message mark-2, invalid_json'],
    [
      'wrongReason',
      [told('mark-1'), told('mark-2', 'too_old')],
      'the letter of message mark-2 says too_old instead of invalid_json',
    ],
    [
      'unexpected',
      [told('mark-1'), told('mark-2'), told(undefined)],
      'a letter, invalid_json, is of no view',
    ],
    [
      'unexpected',
      [told('mark-1'), told('mark-2'), told('mark-3')],
      'a letter, invalid_json, is of no view',
    ],
  ] as const)('finds one that is %s', async (how, letters, example) => {
    const verdict = await judged(...letters);
    expect(verdict.letters[how]).toBe(1);
    expect(verdict.examples).toEqual([example]);
    expect(isClean(verdict)).toBe(false);
  });
});

describe('judge, of days whose rows were dropped', () => {
  const [today, old, older] = [view(1), view(2, { viewedAt: NOON - DAY }), view(3)];
  const views = [today, old, { ...older, viewedAt: NOON - 2 * DAY }];
  const keptSince = NOON - DAY / 2;
  const letterOf = (of: SentView) => ({ mark: undefined, reason: 'too_old', view: of });
  /** All were counted; the rows of the old ones are gone. */
  const dropped = (mistakes: Partial<Stored> = {}) => {
    const { days, totals, answers } = storedOf(views);
    return storedOf([today], { keptSince, days, totals, answers, ...mistakes });
  };

  it('believes their counters, as long as these say no more than was sent', async () => {
    expect(isClean(await judge(ledgerOf(views), dropped()))).toBe(true);
    const days = off(storedOf(views).days, dayKey(old), 1);
    const { countedTwice } = await judge(ledgerOf(views), dropped({ days }));
    expect(countedTwice).toEqual({ ...NOTHING, days: 1 });
  });

  it('wants each view counted, or told to be too late, and not both', async () => {
    const counted = storedOf([today, views[2] as SentView]);
    const { days, totals, answers } = counted;
    const told = dropped({ days, totals, answers, letters: [letterOf(old)] });
    const verdict = await judge(ledgerOf(views), told);
    expect([isClean(verdict), verdict.letters.late]).toEqual([true, 1]);

    const untold = await judge(ledgerOf(views), dropped({ days, totals, answers }));
    expect([untold.lost.days, untold.lost.totals]).toEqual([1, 1]);
    const both = await judge(ledgerOf(views), dropped({ letters: [letterOf(old)] }));
    expect([both.countedTwice.days, both.countedTwice.totals]).toEqual([1, 1]);
  });

  it('wants no letter of a view whose day is kept, or that nobody sent, and no row of theirs', async () => {
    for (const stranger of [today, view(9, { viewedAt: NOON - DAY })]) {
      const verdict = await judge(ledgerOf(views), dropped({ letters: [letterOf(stranger)] }));
      expect(verdict.letters).toMatchObject({ late: 0, unexpected: 1 });
    }
    const verdict = await judge(ledgerOf(views), dropped({ views: [today, old] }));
    expect(verdict.unexpected).toBe(1);
  });
});

describe('the views that were sent', () => {
  it('are known by id and time, many of them, with what became of each', () => {
    const sent = Array.from({ length: 5_000 }, (_, n) => view(n));
    const ledger = ledgerOf(sent);
    ledger.sendView(view(1));
    ledger.confirmView(view(1));
    expect([ledger.views.size, ledger.views.confirmed]).toEqual([5_000, 5_000]);
    const noted = [view(4_999), view(4_999), view(1, { viewedAt: NOON + 1 }), view(5_000)];
    expect(noted.map((one) => ledger.views.noteStored(one))).toEqual([
      'new',
      'again',
      'unknown',
      'unknown',
    ]);
    const all = [...ledger.views];
    expect(all).toHaveLength(5_000);
    expect(all.find(({ stored }) => stored)).toEqual({
      eventId: view(4_999).eventId,
      postUuid: 'odd',
      viewedAt: NOON,
      confirmed: true,
      stored: true,
      tooLate: false,
    });
  });
});
