import { cutCommit } from '../../src/rows/cut-commit.ts';
import { deadlockStorm } from '../../src/rows/deadlock-storm.ts';
import { duplicateRows } from '../../src/rows/duplicates.ts';
import { killAtRandom } from '../../src/rows/kill-at-random.ts';
import { lockedPost } from '../../src/rows/locked-post.ts';
import type { Row } from '../../src/rows/row.ts';
import { slowEnd } from '../../src/rows/slow-end.ts';
import { type Env, preloading } from '../../src/wrapper/preload.ts';

/** A consumer that makes one mistake: some of its source is another when it is loaded. */
export interface Mutant {
  readonly name: string;
  readonly changes: readonly Change[];
  /** Must notice it. */
  readonly row: Row;
  /** By what it must be noticed: views that are wrong in that way, or words of what else has gone wrong. */
  readonly shows: 'lost' | 'counted twice' | RegExp;
}

export interface Change {
  /** From the root of the repository. */
  readonly file: string;
  /** Is there exactly once. */
  readonly from: string;
  readonly to: string;
}

/** With the most of them. */
const [duplicates] = duplicateRows;
const PIPELINE = 'apps/consumer/src/pipeline.ts';
const RECORD = 'packages/db/src/queries/record-views.ts';

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'acknowledges before the commit',
    row: killAtRandom,
    shows: 'lost',
    changes: [
      {
        file: PIPELINE,
        from: 'const refused = await write(batch);\n      await before;\n      settler.settle(settledOf(batch, refused, context));',
        to: 'settler.settle(settledOf(batch, [], context));\n      await write(batch);\n      await before;',
      },
    ],
  },
  {
    name: 'does not care whether a view is there already',
    row: duplicates,
    shows: 'counted twice',
    changes: [
      {
        file: RECORD,
        from: 'if ((await insertPostViews(trx, views)) !== views.length) throw new SomeRecorded();',
        to: 'await insertPostViews(trx, views);',
      },
    ],
  },
  {
    name: 'believes affectedRows with the default flags of mysql2',
    row: duplicates,
    shows: 'counted twice',
    changes: [
      {
        file: 'packages/db/src/pool.ts',
        from: "flags: ['-FOUND_ROWS', '-LOCAL_FILES'],",
        to: "flags: ['-LOCAL_FILES'],",
      },
      {
        file: 'packages/db/src/server-check/probe-writes.ts',
        from: 'if (error.affectedRows === 0n) return;',
        to: 'return;',
      },
    ],
  },
  {
    name: 'looks what is new before it inserts',
    row: duplicates,
    shows: 'counted twice',
    changes: [
      {
        file: RECORD,
        from: 'let candidates = distinctInKeyOrder(views);',
        to: 'let candidates = distinctInKeyOrder(views);\n  const known = await selectRecorded(db, candidates);\n  candidates = candidates.filter((view) => !known.has(keyOf(view)));',
      },
      {
        file: RECORD,
        from: 'if ((await insertPostViews(trx, views)) !== views.length) throw new SomeRecorded();',
        to: 'await insertPostViews(trx, views);',
      },
    ],
  },
  {
    name: 'acknowledges a batch before an earlier one is committed',
    row: lockedPost,
    shows: 'lost',
    changes: [{ file: PIPELINE, from: '      await before;\n', to: '' }],
  },
  {
    name: 'commits what was written when the rest has waited too long for a lock',
    row: lockedPost,
    shows: 'lost',
    changes: [
      {
        file: RECORD,
        from: 'await addToAggregates(trx, counts);',
        to: 'await addToAggregates(trx, counts).catch(() => undefined);',
      },
      {
        file: 'packages/db/src/pooled-session.ts',
        from: 'if (error) this.#note(error);',
        to: '',
      },
    ],
  },
  {
    name: 'gives messages back when the database fails',
    row: cutCommit,
    shows: /messages were delivered again/,
    changes: [
      {
        file: 'apps/consumer/src/retry.ts',
        from: 'retries: Number.POSITIVE_INFINITY,',
        to: 'retries: 0,',
      },
    ],
  },
  {
    name: 'writes what it has before it takes no more, when it is to end',
    row: slowEnd,
    shows: /came again after they were committed/,
    changes: [
      {
        file: 'apps/consumer/src/broker.ts',
        from: 'await intake.stop();\n  await pipeline.drain();',
        to: 'await pipeline.drain();\n  await intake.stop();',
      },
    ],
  },
  {
    name: 'counts views on the day on which they arrive',
    row: duplicates,
    shows: 'counted twice',
    changes: [
      {
        file: 'packages/db/src/queries/count-by-post.ts',
        from: 'startOfDay(viewedAt)',
        to: 'startOfDay(Math.floor(Date.now() / 1000))',
      },
    ],
  },
  {
    name: 'locks counters in the order in which their views came',
    row: deadlockStorm,
    shows: /deadlocks/,
    changes: [
      {
        file: 'packages/db/src/queries/count-by-post.ts',
        from: '    .sort(([a], [b]) => compareBytes(a, b))\n',
        to: '',
      },
    ],
  },
];

/** The environment of a consumer that is this mutant. */
export function mutatedBy({ changes }: Mutant): Env {
  return preloading(new URL('./load-mutated.ts', import.meta.url).href, {
    MUTANT_CHANGES: JSON.stringify(changes),
  });
}
