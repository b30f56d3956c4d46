import type { Stage } from '../stage/stage.ts';
import { readStatements } from '../stage/statements.ts';
import type { Requests } from '../workload/requests.ts';
import type { FilledApi } from './read-scene.ts';
import { type LoadSample, runLoad } from './run-load.ts';
import { warmUpSecondsOf } from './warm-up.ts';

/** Pages of 50 posts that are asked for in a second, however they are asked for. */
export const PAGES_PER_SECOND = 40;
/** More than two pages need. */
const CONNECTIONS = 128;
const WAITING = 10_000;
/** Of what others are measured for: all of these together take a minute in three rounds of 20 s. */
const SHARE = 1 / 8;

export interface BatchingSample extends LoadSample {
  /** At the database, for each page. */
  readonly statementsPerPage: number;
}

/** How long pages are asked for, in seconds. */
export function batchingSecondsOf(seconds: number): number {
  return Math.max(1, seconds * SHARE);
}

/**
 * Asks for pages of posts at a fixed rate, and counts what that costs the database.
 *
 * @param group how many requests a page takes: 1 when they are one batch
 * @param seconds of the run, of which this takes a share
 */
export async function measureBatching(
  stage: Stage,
  { api, database }: FilledApi,
  { requests, group, seconds }: { requests: Requests; group: number; seconds: number },
): Promise<BatchingSample> {
  const measured = batchingSecondsOf(seconds);
  let statements = 0;
  const sample = await runLoad(
    stage,
    api,
    {
      requests,
      group,
      rate: PAGES_PER_SECOND,
      connections: CONNECTIONS,
      waiting: WAITING,
      warmUpSeconds: warmUpSecondsOf(measured),
      seconds: measured,
    },
    async (over) => {
      const before = await readStatements(database);
      await over;
      statements = (await readStatements(database)) - before - 1;
    },
  );
  const pages = Math.max(1, sample.requests / group);
  return { ...sample, statementsPerPage: statements / pages };
}
