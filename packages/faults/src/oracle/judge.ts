import { keyOf, type Ledger } from './ledger.ts';
import { type Counts, dayKey, type Stored } from './stored.ts';

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
  readonly letters: Letters;
}

/**
 * What became of what was sent.
 *
 * Lost is what was confirmed and is not stored. Each counter is compared with the distinct views that are
 * stored, so that a counter which is wrong is found whether or not a row is missing as well.
 */
export function judge(ledger: Ledger, stored: Stored): Verdict {
  const distinct = new Map(stored.views.map((view) => [keyOf(view), view]));
  const days = countBy([...distinct.values()].map(dayKey));
  const totals = countBy([...distinct.values()].map(({ postUuid }) => postUuid));
  const unlike = (expected: Counts, actual: Counts) => compare(expected, actual);
  const found = {
    days: unlike(days, stored.days),
    totals: unlike(totals, stored.totals),
    answeredDays: unlike(days, stored.answers.days),
    answeredTotals: unlike(totals, stored.answers.totals),
  };
  return {
    sent: ledger.views.size,
    confirmed: ledger.confirmedViews.size,
    stored: distinct.size,
    lost: {
      raw: ledger.confirmedViews.difference(distinct).size,
      days: found.days.tooFew,
      totals: found.totals.tooFew,
      answeredDays: found.answeredDays.tooFew,
      answeredTotals: found.answeredTotals.tooFew,
    },
    countedTwice: {
      raw: stored.views.length - distinct.size,
      days: found.days.tooMany,
      totals: found.totals.tooMany,
      answeredDays: found.answeredDays.tooMany,
      answeredTotals: found.answeredTotals.tooMany,
    },
    unexpected: [...distinct].filter(
      ([key, { postUuid }]) => ledger.views.get(key)?.postUuid !== postUuid,
    ).length,
    letters: judgeLetters(ledger, stored),
  };
}

/** Whether all is as promised. */
export function isClean({ lost, countedTwice, unexpected, letters }: Verdict): boolean {
  const { missing, wrongReason, unexpected: unexpectedLetters } = letters;
  const wrong = [
    ...Object.values(lost),
    ...Object.values(countedTwice),
    unexpected,
    missing,
    wrongReason,
    unexpectedLetters,
  ];
  return wrong.every((count) => count === 0);
}

function judgeLetters(ledger: Ledger, { letters }: Stored): Letters {
  const told = Map.groupBy(letters, ({ mark }) => mark);
  const known = [...told].filter(([mark]) => mark !== undefined && ledger.letters.has(mark));
  const expectedReason = (mark: string | undefined) => ledger.letters.get(mark ?? '')?.reason;
  return {
    expected: ledger.confirmedLetters.size,
    missing: [...ledger.confirmedLetters].filter((mark) => !told.has(mark)).length,
    repeated: known.reduce((sum, [, same]) => sum + same.length - 1, 0),
    wrongReason: known.filter(([mark, same]) =>
      same.some(({ reason }) => reason !== expectedReason(mark)),
    ).length,
    unexpected: letters.length - known.reduce((sum, [, same]) => sum + same.length, 0),
  };
}

function countBy(keys: Iterable<string>): Counts {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** By how much counters are below, and above, what they must be; one that is not there says 0. */
function compare(expected: Counts, actual: Counts): { tooFew: number; tooMany: number } {
  let [tooFew, tooMany] = [0, 0];
  for (const key of new Set([...expected.keys(), ...actual.keys()])) {
    const difference = (actual.get(key) ?? 0) - (expected.get(key) ?? 0);
    if (difference < 0) tooFew -= difference;
    else tooMany += difference;
  }
  return { tooFew, tooMany };
}
