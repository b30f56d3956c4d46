import { join } from 'node:path';
import { readMachine, seededRandom } from '@post-views/bench';
import { serversFromEnv, startWatchdog } from '@post-views/servers';
import { runMain } from '@post-views/service';
import closeWithGrace from 'close-with-grace';
import { helpText, type Options, readOptions } from './options.ts';
import { isClean } from './oracle/judge.ts';
import { expectAlike, type Figures, readFigures, writeFigures } from './report/figures.ts';
import { isPassed, type Outcome, renderOutcomes } from './report/table.ts';
import { play } from './rows/play.ts';
import { playMutant } from './rows/play-mutant.ts';
import type { Row } from './rows/row.ts';
import type { World } from './scene/scene.ts';
import { openWorlds } from './scene/worlds.ts';

const ENDING_MS = 30_000;
const ROOT = join(import.meta.dirname, '../../..');

/**
 * `pnpm test:faults [options]`: plays the rows on real servers, then consumers that make a mistake each, which the rows
 * must notice; prints a table and writes it as JSON. Its last line is `N passed, N failed`, of rows and mistakes.
 */
await runMain(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(helpText());
    return;
  }
  const stopping = new AbortController();
  const running = run(options, stopping.signal);
  let told = false;
  const ending = closeWithGrace({ delay: ENDING_MS, logger: false }, async () => {
    told = true;
    stopping.abort(new Error('stopped'));
    await running.catch(() => undefined);
    say('stopped; nothing is left running');
  });
  try {
    await running;
  } catch (error) {
    if (!told) throw error;
  } finally {
    if (!told) ending.uninstall();
  }
});

async function run(options: Options, signal: AbortSignal): Promise<void> {
  const { rows, mutants, resume } = options;
  const before = resume === undefined ? undefined : await readFigures(resume);
  const { seed, long } = before ?? options;
  const startedAt = before?.startedAt ?? new Date().toISOString();
  const file =
    resume ?? options.json ?? join(ROOT, 'fault-results', `${startedAt.slice(0, 19)}.json`);
  await using opening = new AsyncDisposableStack();
  const watchdog = opening.adopt(startWatchdog(), (it) => it.stop());
  const { way } = serversFromEnv(process.env, 'TEST_');
  if (way === 'given') throw new Error('SERVERS: the servers are killed, so they must be our own');
  const worlds = opening.use(openWorlds({ way, onProgress: say }));
  const servers = await worlds.serversOf(rows[0]?.servers);
  const circumstances = {
    seed,
    long,
    machine: await readMachine(),
    way: servers.way,
    database: servers.database.version,
    broker: servers.broker.version,
  };
  if (before) expectAlike(before, circumstances);
  say(`seed ${seed}; ${servers.way}: ${circumstances.database}, ${circumstances.broker}`);

  let figures: Figures = { startedAt, ...circumstances, outcomes: [], mutants: [], ...before };
  const keep = async (more: Partial<Figures>) => {
    figures = { ...figures, ...more };
    await writeFigures(file, figures);
  };
  for (const row of rows) {
    if (figures.outcomes.some((outcome) => outcome.row.name === row.name)) continue;
    // Each row has its own: it is the same whether or not others were played before it.
    const random = seededRandom(seed + row.number);
    const world = { servers: await worlds.serversOf(row.servers), watchdog, random, signal };
    const outcome = await playAndTell(row, world, long);
    await keep({ outcomes: [...figures.outcomes, outcome] });
  }
  for (const mutant of mutants) {
    if (figures.mutants.some(({ name }) => name === mutant.name)) continue;
    const random = seededRandom(seed);
    const world = { servers: await worlds.serversOf(), watchdog, random, signal };
    const outcome = await playMutant(mutant, world);
    const told = `a consumer that ${mutant.name}`;
    say(
      outcome.noticed
        ? `noticed: ${told} (${outcome.by})`
        : `failed: row ${outcome.row.number} does not notice ${told}`,
    );
    await keep({ mutants: [...figures.mutants, outcome] });
  }
  process.stdout.write(`\n${renderOutcomes(figures.outcomes)}\n`);
  say(`figures: ${file}`);
  const passed = [
    ...figures.outcomes.map(({ result }) => isPassed(result)),
    ...figures.mutants.map(({ noticed }) => noticed),
  ];
  const failures = passed.filter((it) => !it).length;
  process.exitCode = failures === 0 ? 0 : 1;
  await opening.disposeAsync();
  process.stdout.write(`${passed.length - failures} passed, ${failures} failed\n`);
}

async function playAndTell(row: Row, world: World, long: boolean): Promise<Outcome> {
  say(`${row.number}  ${row.name}`);
  const startedAt = performance.now();
  const onTrial = (done: number) => {
    if (done % 50 === 0) say(`   ${done} of ${row.trials.long}`);
  };
  const result = await play(row, world, { long, onTrial });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const { verdict, faults } = result;
  say(`   ${isPassed(result) ? 'as promised' : 'FAILED'}, after ${seconds} s`);
  if (result.remark !== undefined) say(`   ${result.remark}`);
  const wrong = isClean(verdict) ? faults : [...faults, JSON.stringify(verdict)];
  for (const fault of wrong) say(`failed: row ${row.number}, ${row.name}: ${fault}`);
  return { row: { number: row.number, name: row.name }, result, seconds };
}

/** Progress goes where it does not mix with the table. */
function say(line: string): void {
  process.stderr.write(`  ${line}\n`);
}
