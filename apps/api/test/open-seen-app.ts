import { NOW, openTestApp, type TestApp } from './open-test-app.ts';

/** What the `meta` of every answer has. */
export const COMMON = { timezone: 'UTC', as_of: NOW.toISOString() };

/** The app, and some posts that were seen: the first two lately, and before; twelve others twice each. */
export async function openSeenApp(): Promise<TestApp> {
  const test = await openTestApp();
  await test.see(
    [1, '2026-11-24', 3],
    [1, '2026-11-20', 2],
    [1, '2026-10-26', 1],
    [1, '2026-10-25', 4],
    [2, '2026-11-24', 6],
    [2, '2026-11-17', 3],
    [2, '2026-11-11', 1],
    ...Array.from({ length: 12 }, (_, index) => [20 - index, '2026-11-01', 2] as const),
  );
  return test;
}
