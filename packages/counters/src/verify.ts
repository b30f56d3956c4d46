import { findWrongOfDay, findWrongTotals, type WrongCounter } from '@post-views/db';
import { amount, count, type Ending } from '@post-views/terminal';
import { compareDays, compareTotals, type DayDrift, type TotalsDrift, wrongIn } from './compare.ts';
import type { Context, DayOptions } from './context.ts';
import { chosenDays } from './days.ts';
import { counters, writeExamples, writeWrong } from './report.ts';

export interface VerifyOptions extends DayOptions {
  /** One JSON object a line, and nothing else. */
  readonly json?: boolean;
}

const EXAMPLES = 10;

/** `verify`: compares raw views with days, and days with totals. @returns `wrong` when some counter is */
export async function verify(context: Context, options: VerifyOptions): Promise<Ending> {
  const { db, out } = context;
  const chosen = await chosenDays(db, options);
  const days = await compareDays(context, chosen);
  const totals = await compareTotals(context);
  const wrong = wrongIn(days, totals);
  if (options.json) {
    for (const { day, drift } of days) out.write(`${JSON.stringify({ day, ...drift })}\n`);
    out.write(`${JSON.stringify({ day: null, ...totals.drift })}\n`);
  } else if (wrong === 0) {
    out.write(`${saidOf(days, totals)}\n${out.style('green', 'All counters are right')}\n`);
  } else {
    writeWrong(out, days, totals.drift);
    out.write('\n');
    writeExamples(out, await findExamples(context, days, totals));
    out.write(`\n${saidOf(days, totals)}\n`);
    out.write(`${out.style('red', `${counters(wrong)} wrong`)}; rebuild counts them again\n`);
  }
  return wrong === 0 ? 'done' : 'wrong';
}

/** `14 days from 2026-11-16 to 2026-11-29 with 182,331 views, and 1,204 totals` */
function saidOf(days: readonly DayDrift[], { drift }: TotalsDrift): string {
  const [first, last] = [days[0], days.at(-1)];
  const totals = amount(drift.posts, 'total');
  if (!first || !last) return `No day, and ${totals}`;
  const views = days.reduce((sum, day) => sum + day.drift.views, 0);
  const range =
    first === last
      ? `1 day, ${first.day},`
      : `${days.length} days from ${first.day} to ${last.day}`;
  return `${range} with ${count(views)} views, and ${totals}`;
}

async function findExamples(
  { db, signal }: Context,
  days: readonly DayDrift[],
  { ranges }: TotalsDrift,
): Promise<readonly (WrongCounter & { readonly what: string })[]> {
  const examples: (WrongCounter & { readonly what: string })[] = [];
  const add = (what: string, found: readonly WrongCounter[]) =>
    examples.push(...found.map((one) => ({ ...one, what })));
  for (const { day } of days.filter(({ drift }) => drift.wrong > 0)) {
    if (examples.length >= EXAMPLES) return examples;
    add(day, await findWrongOfDay(db, day, EXAMPLES - examples.length, signal));
  }
  for (const range of ranges) {
    if (examples.length >= EXAMPLES) return examples;
    add('all time', await findWrongTotals(db, range, EXAMPLES - examples.length, signal));
  }
  return examples;
}
