import { join } from 'node:path';
import { readMachine } from '@post-views/bench';
import { startWatchdog, type Way, whyNoCluster } from '@post-views/servers';
import { seededRandom } from '@post-views/testing/random';
import { MUTANTS } from '../test/mutants/mutants.ts';
import { inShard, type Options } from './options.ts';
import { NOTHING_JUDGED } from './oracle/judge.ts';
import {
  expectAlike,
  type Figures,
  readFigures,
  withoutFailed,
  writeFigures,
} from './report/figures.ts';
import { isPassed, type Outcome, renderOutcomes, whatIsWrong } from './report/table.ts';
import { play, type RowResult } from './rows/play.ts';
import { type MutantOutcome, playMutant } from './rows/play-mutant.ts';
import type { Row } from './rows/row.ts';
import { ROWS } from './rows/rows.ts';
import type { World } from './scene/scene.ts';
import { openWorlds } from './scene/worlds.ts';

const ROOT = join(import.meta.dirname, '../../..');

type Say = (line: string) => void;

/**
 * Plays rows and mutants, one after the other, and writes down what each has shown before the next begins. Prints a
 * table in the end, and sets the exit code.
 *
 * @param say hears of progress, and of what has failed
 */
export async function run(
  options: Options & { readonly way: Way | undefined },
  say: Say,
  signal: AbortSignal,
): Promise<void> {
  const { resume } = options;
  const before = resume === undefined ? undefined : await readFigures(resume);
  const { seed, long, only, cluster, shard = null } = before ?? options;
  const wanted = ROWS.filter(({ number }) => only === null || only.includes(number));
  const startedAt = before?.startedAt ?? new Date().toISOString();
  const name = `${startedAt.slice(0, 19)}${shard ? `-${shard.index + 1}` : ''}.json`;
  const file = resume ?? options.json ?? join(ROOT, 'fault-results', name);
  await using opening = new AsyncDisposableStack();
  const watchdog = opening.adopt(startWatchdog(), (it) => it.stop());
  const worlds = opening.use(openWorlds({ way: options.way, onProgress: say }));
  const servers = await worlds.serversOf(wanted[0]?.servers);
  const circumstances = {
    seed,
    long,
    only,
    cluster,
    shard,
    machine: await readMachine(),
    way: servers.way,
    database: servers.database.version,
    broker: servers.broker.version,
  };
  if (before) expectAlike(before, circumstances);
  const { commit } = circumstances.machine;
  const isOtherCommit = before !== undefined && before.machine.commit !== commit;
  say(`seed ${seed}; ${servers.way}: ${circumstances.database}, ${circumstances.broker}`);

  let figures: Figures = {
    startedAt,
    endedAt: null,
    ...circumstances,
    outcomes: [],
    mutants: [],
    ...(before && isOtherCommit ? withoutFailed(before) : before),
  };
  const keep = async (more: Partial<Figures>) => {
    figures = { ...figures, ...more };
    await writeFigures(file, figures);
  };
  const worldOf = async (kind: Row['servers'], luck: number): Promise<World> => ({
    servers: await worlds.serversOf(kind),
    watchdog,
    random: seededRandom(luck),
    signal,
  });
  const clusterToo = cluster || only !== null || (long && servers.way === 'containers');
  // Shared out when it is known which can be played, so that each part has as many.
  for (const row of inShard(await playable(wanted, clusterToo, say), shard)) {
    if (figures.outcomes.some((outcome) => outcome.row.name === row.name)) continue;
    // Each row has its own luck: it is the same whether or not others were played before it.
    const world = await worldOf(row.servers, seed + row.number);
    if (!world.servers.broker.version.startsWith(row.broker ?? '')) {
      say(`${row.number}  ${row.name}: not played, for it takes ${row.broker}`);
      continue;
    }
    const played = await playAndTell(row, world, long, say);
    const outcome = { ...played, ...(isOtherCommit && { commit }) };
    await keep({ outcomes: [...figures.outcomes, outcome] });
  }
  for (const mutant of only === null ? inShard(MUTANTS, shard) : []) {
    if (figures.mutants.some(({ name }) => name === mutant.name)) continue;
    const outcome = await playMutant(mutant, await worldOf(mutant.row.servers, seed));
    tellMutant(outcome, say);
    await keep({ mutants: [...figures.mutants, outcome] });
  }
  await keep({ endedAt: new Date().toISOString() });
  process.stdout.write(`\n${renderOutcomes(figures.outcomes)}\n`);
  say(`figures: ${file}`);
  await opening.disposeAsync();
  tellEnd(figures);
}

/** Without the rows on clusters, unless these are wanted too and can be played. */
async function playable(
  rows: readonly Row[],
  clusterToo: boolean,
  say: Say,
): Promise<readonly Row[]> {
  const others = rows.filter(({ servers }) => servers !== 'cluster');
  if (!clusterToo || others.length === rows.length) return others;
  const why = await whyNoCluster();
  if (why === undefined) return rows;
  if (others.length === 0) throw new Error(`there can be no cluster: ${why}`);
  say(`failed: the rows on clusters can not be played: ${why}`);
  process.exitCode = 1;
  return others;
}

async function playAndTell(row: Row, world: World, long: boolean, say: Say): Promise<Outcome> {
  say(`${row.number}  ${row.name}`);
  const startedAt = performance.now();
  const onTrial = (done: number) => {
    if (done % 50 === 0) say(`   ${done} of ${row.trials.long}`);
  };
  const result = await play(row, world, { long, onTrial }).catch((error: unknown): RowResult => {
    world.signal.throwIfAborted();
    const fault = `not played: ${error instanceof Error ? error.message : String(error)}`;
    return { trials: 0, verdict: NOTHING_JUDGED, recoveryMs: [], faults: [fault] };
  });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  say(`   ${isPassed(result) ? 'as promised' : 'FAILED'}, after ${seconds} s`);
  if (result.remark !== undefined) say(`   ${result.remark}`);
  if (!isPassed(result)) {
    say(`failed: row ${row.number}, ${row.name}: ${whatIsWrong(result)}`);
    for (const example of result.verdict.examples) say(`   ${example}`);
  }
  const { database, broker } = world.servers;
  const playedOn = row.servers && `${row.servers}: ${database.version}, ${broker.version}`;
  return { row: { number: row.number, name: row.name }, playedOn, result, seconds };
}

function tellMutant({ name, row, noticed, by }: MutantOutcome, say: Say): void {
  const told = `a consumer that ${name}`;
  say(noticed ? `noticed: ${told} (${by})` : `failed: row ${row.number} does not notice ${told}`);
}

function tellEnd({ outcomes, mutants }: Figures): void {
  const passed = [
    ...outcomes.map(({ result }) => isPassed(result)),
    ...mutants.map(({ noticed }) => noticed),
  ];
  const failures = passed.filter((it) => !it).length;
  if (failures > 0) process.exitCode = 1;
  process.stdout.write(`${passed.length - failures} passed, ${failures} failed\n`);
}
