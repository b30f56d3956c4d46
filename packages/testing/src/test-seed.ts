import { env } from 'node:process';

/** Any would do. */
const SEED_IN_CI = 20_261_129;

/**
 * The seed of what tests generate: one and the same in CI, so that it fails for what a change has done only, and another
 * each time elsewhere. `TEST_SEED` plays one of those again.
 */
export function testSeed(): number {
  const given = env['TEST_SEED'];
  if (given) return Number(given);
  return env['CI'] ? SEED_IN_CI : Date.now() % 2 ** 31;
}
