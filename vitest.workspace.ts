import { defineConfig } from 'vitest/config';
import { BalancedSequencer } from './packages/testing/src/balanced-sequencer.ts';

/**
 * `unit` needs nothing; `servers` needs a real database and a real broker, started once for all of it.
 * Vitest doesn't find a file of this name by itself: it is passed with --config.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: BalancedSequencer },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,packages}/*/test/unit/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'servers',
          include: ['{apps,packages}/*/test/servers/**/*.test.ts'],
          globalSetup: ['packages/testing/src/global-setup.ts'],
          setupFiles: ['packages/testing/src/within-one-day.ts'],
          // The tests share a broker, whose exchanges lead to every queue that is bound to them.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
