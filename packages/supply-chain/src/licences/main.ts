import { runMain } from '@post-views/service';
import { makeBom, SUBJECTS } from '../sbom/make-bom.ts';
import { findRefused, findUnused } from './find-refused.ts';
import { EXCEPTIONS } from './policy.ts';

const LISTS = 'The lists are in packages/supply-chain/src/licences/policy.ts.';

/** `pnpm check:licences`: fails on a dependency whose licence isn't on the list. */
await runMain(async () => {
  const findings = await Promise.all(
    SUBJECTS.map(async (subject) => {
      const bom = await makeBom(subject, '');
      const isShipped = subject !== 'post-views';
      const exceptions = isShipped ? [] : EXCEPTIONS;
      return [...findRefused(bom, exceptions), ...findUnused(bom, exceptions)];
    }),
  );
  const lines = [...new Set(findings.flat())];
  if (lines.length > 0) throw new Error(`licences\n  ${lines.join('\n  ')}\n${LISTS}`);
  process.stdout.write('Every licence is on the list.\n');
});
