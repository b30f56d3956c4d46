import type { RejectionReason } from '@post-views/event';
import { ExpectedCounts } from './expected-counts.ts';
import type { Ledger } from './ledger.ts';
import type { Stored } from './stored.ts';

/** What the letter of a view says whose day was closed when it came. */
const TOO_OLD: RejectionReason = 'too_old';

/** In how many views what is stored differs from what must be, by where it is stored. */
export interface Deviations {
  readonly raw: number;
  readonly days: number;
  readonly totals: number;
  readonly answeredDays: number;
  readonly answeredTotals: number;
}

export interface Letters {
  /** Messages that could not be counted, and are confirmed. */
  readonly expected: number;
  /** Views that were good, but whose day was closed when they came. */
  readonly late: number;
  readonly missing: number;
  /** Told of more than once. Allowed: a letter is sent again when nobody knows whether it has arrived. */
  readonly repeated: number;
  readonly wrongReason: number;
  /** Letters of views that were good, or of what nobody sent. */
  readonly unexpected: number;
}

export interface Verdict {
  /** Views; a duplicate is the same view. */
  readonly sent: number;
  readonly confirmed: number;
  readonly stored: number;
  readonly lost: Deviations;
  readonly countedTwice: Deviations;
  /** Stored and never sent. */
  readonly unexpected: number;
  /** Messages that nobody has acknowledged, though their views are stored, or not counted at all. */
  readonly unsettled: number;
  readonly letters: Letters;
  /** The first of what is wrong, one by one, for whoever looks into it; in our words. */
  readonly examples: readonly string[];
}

const MOST_EXAMPLES = 10;
const NOWHERE: Deviations = { raw: 0, days: 0, totals: 0, answeredDays: 0, answeredTotals: 0 };

/** Nothing was sent. */
export const NOTHING_JUDGED: Verdict = {
  sent: 0,
  confirmed: 0,
  stored: 0,
  lost: NOWHERE,
  countedTwice: NOWHERE,
  unexpected: 0,
  unsettled: 0,
  letters: { expected: 0, late: 0, missing: 0, repeated: 0, wrongReason: 0, unexpected: 0 },
  examples: [],
};

/**
 * What became of what was sent; it is noted in the ledger, which can be judged once.
 *
 * Lost is what was confirmed and is not stored. Each counter is compared with the distinct views that are
 * stored, so that a counter which is wrong is found whether or not a row is missing as well. Of days whose rows were
 * dropped, each confirmed view is counted, or a dead letter says that it came too late.
 */
export async function judge(ledger: Ledger, stored: Stored): Promise<Verdict> {
  const { keptSince } = stored;
  const expected = new ExpectedCounts();
  const strangers = new Set<string>();
  const rows = { distinct: 0, repeated: 0 };
  const examples: string[] = [];
  const note = (what: string) => {
    if (examples.length < MOST_EXAMPLES) examples.push(what);
  };
  for await (const view of stored.views) {
    const known = ledger.views.noteStored(view);
    const stranger = known === 'unknown' || view.viewedAt < keptSince;
    const key = `${view.eventId} ${view.viewedAt}`;
    const repeated = known === 'again' || strangers.has(key);
    if (stranger && !strangers.has(key)) {
      strangers.add(key);
      note(`view ${view.eventId} was not sent like that, or its day is closed`);
    }
    if (repeated) {
      rows.repeated += 1;
      note(`view ${view.eventId} is stored again`);
    } else {
      rows.distinct += 1;
      expected.add(view, true);
    }
  }
  const letters = judgeLetters(ledger, stored, note);
  let lost = 0;
  for (const { confirmed, stored: isStored, tooLate, ...view } of ledger.views) {
    if (view.viewedAt < keptSince) {
      if (!tooLate) expected.add(view, confirmed);
    } else if (confirmed && !isStored) {
      lost += 1;
      note(`view ${view.eventId} of ${view.postUuid} is not stored`);
    }
  }
  const inThe = (place: string) => (what: string) => note(`in the ${place} ${what}`);
  const found = {
    days: expected.compareDays(stored.days, inThe('days')),
    totals: expected.compareTotals(stored.totals, inThe('totals')),
    answeredDays: expected.compareDays(stored.answers.days, inThe('answers')),
    answeredTotals: expected.compareTotals(stored.answers.totals, inThe('answers')),
  };
  return {
    sent: ledger.views.size,
    confirmed: ledger.views.confirmed,
    stored: rows.distinct,
    lost: {
      raw: lost,
      days: found.days.tooFew,
      totals: found.totals.tooFew,
      answeredDays: found.answeredDays.tooFew,
      answeredTotals: found.answeredTotals.tooFew,
    },
    countedTwice: {
      raw: rows.repeated,
      days: found.days.tooMany,
      totals: found.totals.tooMany,
      answeredDays: found.answeredDays.tooMany,
      answeredTotals: found.answeredTotals.tooMany,
    },
    unexpected: strangers.size,
    unsettled: stored.unsettled,
    letters,
    examples,
  };
}

/** Whether all is as promised. */
export function isClean({ lost, countedTwice, unexpected, unsettled, letters }: Verdict): boolean {
  const { missing, wrongReason, unexpected: unexpectedLetters } = letters;
  const wrong = [
    ...Object.values(lost),
    ...Object.values(countedTwice),
    unexpected,
    unsettled,
    missing,
    wrongReason,
    unexpectedLetters,
  ];
  return wrong.every((count) => count === 0);
}

/** Notes in the ledger which views came too late. */
function judgeLetters(
  ledger: Ledger,
  { letters, keptSince }: Stored,
  note: (what: string) => void,
): Letters {
  const told = Map.groupBy(letters, ({ mark }) => mark);
  const known = [...told].filter(([mark]) => mark !== undefined && ledger.letters.has(mark));
  const expectedReason = (mark: string | undefined) => ledger.letters.get(mark ?? '')?.reason;
  const late = letters
    .filter(({ mark }) => mark === undefined || !ledger.letters.has(mark))
    .map(({ reason, view }) => {
      const how =
        reason === TOO_OLD && view !== undefined && view.viewedAt < keptSince
          ? ledger.views.noteTooLate(view)
          : 'unknown';
      if (how === 'unknown') note(`a letter, ${reason}, is of ${view?.eventId ?? 'no view'}`);
      return how;
    });
  const count = (how: (typeof late)[number]) => late.filter((it) => it === how).length;
  const missing = [...ledger.confirmedLetters].filter((mark) => !told.has(mark));
  for (const mark of missing) note(`no letter is of message ${mark}, ${expectedReason(mark)}`);
  const wrongReason = known.filter(([mark, same]) =>
    same.some(({ reason }) => reason !== expectedReason(mark)),
  );
  for (const [mark, [letter]] of wrongReason) {
    note(`the letter of message ${mark} says ${letter?.reason} instead of ${expectedReason(mark)}`);
  }
  return {
    expected: ledger.confirmedLetters.size,
    late: count('new'),
    missing: missing.length,
    repeated: count('again') + known.reduce((sum, [, same]) => sum + same.length - 1, 0),
    wrongReason: wrongReason.length,
    unexpected: count('unknown'),
  };
}
