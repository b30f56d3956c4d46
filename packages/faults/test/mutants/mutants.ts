import { fileURLToPath } from 'node:url';

/** A consumer that makes one mistake: some of its source is another when it is loaded. */
export interface Mutant {
  readonly name: string;
  readonly changes: readonly Change[];
  /** Of the row that must notice it. */
  readonly row: number;
}

export interface Change {
  /** From the root of the repository. */
  readonly file: string;
  /** Is there exactly once. */
  readonly from: string;
  readonly to: string;
}

const PIPELINE = 'apps/consumer/src/pipeline.ts';
const RECORD = 'packages/db/src/queries/record-views.ts';

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'acknowledges before the commit',
    row: 2,
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
    row: 10,
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
    row: 10,
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
    row: 10,
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
    row: 13,
    changes: [{ file: PIPELINE, from: '      await before;\n', to: '' }],
  },
  {
    name: 'commits what was written when the rest has waited too long for a lock',
    row: 13,
    changes: [
      {
        file: RECORD,
        from: 'await addToAggregates(trx, counts);',
        to: 'await addToAggregates(trx, counts).catch(() => undefined);',
      },
      {
        file: 'packages/db/src/pool.ts',
        from: 'if (error && classifyError(error).replaceConnection) broken = error;',
        to: '',
      },
    ],
  },
  {
    name: 'gives messages back when the database fails',
    row: 7,
    changes: [
      {
        file: 'apps/consumer/src/retry.ts',
        from: 'retries: Number.POSITIVE_INFINITY,',
        to: 'retries: 0,',
      },
    ],
  },
  {
    name: 'counts views on the day on which they arrive',
    row: 10,
    changes: [
      {
        file: 'packages/db/src/queries/count-by-post.ts',
        from: 'startOfDay(viewedAt)',
        to: 'startOfDay(Math.floor(Date.now() / 1000))',
      },
    ],
  },
];

/** The environment of a consumer that is this mutant. */
export function mutatedBy({ changes }: Mutant): Readonly<Record<string, string>> {
  const loader = fileURLToPath(new URL('./load-mutated.ts', import.meta.url));
  return { NODE_OPTIONS: `--import=${loader}`, MUTANT_CHANGES: JSON.stringify(changes) };
}
