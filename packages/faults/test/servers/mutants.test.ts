import { seededRandom } from '@post-views/bench';
import { startWatchdog } from '@post-views/servers';
import { expect, inject, it, onTestFinished } from 'vitest';
import { isPassed } from '../../src/report/table.ts';
import { play } from '../../src/rows/play.ts';
import { ROWS } from '../../src/rows/rows.ts';
import type { World } from '../../src/scene/scene.ts';
import { MUTANTS, mutatedBy } from '../mutants/mutants.ts';

/** On the servers that all tests share: rows that kill servers can't be played. */
function openWorld(): World {
  const watchdog = startWatchdog();
  onTestFinished(() => watchdog.stop());
  const servers = { database: { url: inject('databaseUrl') }, broker: { url: inject('amqpUrl') } };
  const signal = new AbortController().signal;
  return { servers, watchdog, random: seededRandom(20261126), signal };
}

it.each(MUTANTS)(
  'a consumer that $name is noticed',
  async (mutant) => {
    const row = ROWS.find(({ number }) => number === mutant.row);
    if (!row) throw new Error(`there is no row ${mutant.row}`);
    const mutated = { ...row, scene: { ...row.scene, env: mutatedBy(mutant) } };
    const result = await play(mutated, openWorld(), row.trials.short, () => undefined);
    expect(isPassed(result), JSON.stringify(result)).toBe(false);
  },
  120_000,
);
