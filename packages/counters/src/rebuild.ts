import {
  classifyError,
  findWrongOfDay,
  findWrongTotals,
  rebuildDay,
  rebuildTotals,
  type WrongCounter,
} from '@post-views/db';
import { askForNumber, createProgress, type Ending, UsageError } from '@post-views/terminal';
import pRetry from 'p-retry';
import { compareDays, compareTotals, type DayDrift, type TotalsDrift, wrongIn } from './compare.ts';
import type { Context, DayOptions } from './context.ts';
import { chosenDays } from './days.ts';
import { counters, writeWrong } from './report.ts';

export interface RebuildOptions extends DayOptions {
  /** Asks nobody. */
  readonly yes?: boolean;
}

/** Writers of these posts wait meanwhile, so it is not many posts, and not many raw views. */
const POSTS_AT_A_TIME = 100;
const VIEWS_AT_A_TIME = 100_000;
/** Of a transaction that has met another one. */
const MOST_ATTEMPTS = 10;

/**
 * `rebuild`: counts again what is wrong, and replaces it, after asking.
 *
 * @throws {UsageError} when it should ask, and can't
 */
export async function rebuild(context: Context, options: RebuildOptions): Promise<Ending> {
  const { db, out, ask, signal } = context;
  if (!options.yes && !ask) {
    throw new UsageError(
      'rebuild asks before it replaces counters: run it on a terminal or with --yes',
    );
  }
  const days = await compareDays(context, await chosenDays(db, options));
  const totals = await compareTotals(context);
  const wrong = wrongIn(days, totals);
  if (wrong === 0) {
    out.write('All counters are right: there is nothing to rebuild\n');
    return 'done';
  }
  if (!options.yes && ask) {
    writeWrong(out, days, totals.drift);
    const question = `\nType the number to replace ${counters(wrong)}: `;
    const typed = await askForNumber(ask, question, wrong, signal);
    if (signal.aborted) return 'stopped';
    if (!typed) throw new Error('nothing was replaced: that was not the number');
  }

  const wrongDays = days.filter(({ drift }) => drift.wrong > 0);
  await replaceWrong(context, wrongDays, totals);
  const left = wrongIn(
    await compareDays(
      context,
      wrongDays.map(({ day }) => day),
    ),
    await compareTotals(context),
  );
  if (left > 0) throw new Error(`${counters(left)} of ${counters(wrong)} still wrong: try again`);
  out.write(`${counters(wrong)} replaced. ${out.style('green', 'All counters are right')}\n`);
  return 'done';
}

async function replaceWrong(
  { db, err, signal }: Context,
  days: readonly DayDrift[],
  totals: TotalsDrift,
): Promise<void> {
  using progress = createProgress(err, { total: wrongIn(days, totals), amount: counters });
  let replaced = 0;
  const replace = async (
    found: readonly WrongCounter[],
    rebuildPosts: (posts: string[]) => Promise<void>,
  ) => {
    for (const some of parts(found)) {
      signal.throwIfAborted();
      const posts = some.map(({ postUuid }) => postUuid);
      await again(() => rebuildPosts(posts), signal);
      replaced += some.length;
      progress.update(replaced);
    }
  };
  for (const { day, drift } of days) {
    const found = await findWrongOfDay(db, day, drift.wrong, signal);
    await replace(found, (posts) => rebuildDay(db, day, posts));
  }
  // The totals of these are right by now.
  for (const range of totals.ranges) {
    const found = await findWrongTotals(db, range, totals.drift.wrong, signal);
    await replace(found, (posts) => rebuildTotals(db, posts));
  }
}

/** In their order. */
function* parts(found: readonly WrongCounter[]): Generator<readonly WrongCounter[]> {
  let part: WrongCounter[] = [];
  let views = 0;
  for (const counter of found) {
    if (
      part.length === POSTS_AT_A_TIME ||
      (views > 0 && views + counter.actual > VIEWS_AT_A_TIME)
    ) {
      yield part;
      part = [];
      views = 0;
    }
    part.push(counter);
    views += counter.actual;
  }
  if (part.length > 0) yield part;
}

function again(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  return pRetry(work, {
    retries: MOST_ATTEMPTS - 1,
    minTimeout: 50,
    maxTimeout: 1_000,
    randomize: true,
    signal,
    shouldRetry: ({ error }) => classifyError(error).kind === 'retry',
  });
}
