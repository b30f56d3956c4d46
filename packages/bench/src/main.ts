import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runUntilStopped } from '@post-views/programs';
import { runMain } from '@post-views/service';
import { FIRST_SEED } from './lines/rounds.ts';
import { helpText, type Options, readOptions } from './options.ts';
import { renderHeader } from './report/header.ts';
import { openStage } from './stage/stage.ts';
import { readSurroundings } from './stage/surroundings.ts';
import { meanEventBytes } from './workload/events.ts';

const ROOT = join(import.meta.dirname, '../../..');

/**
 * `pnpm bench [mode] [options]`: measures on real servers, prints a table and writes it as JSON.
 *
 * Ctrl-C and the limit of time end it in the same way: whatever waits is told to stop, and all that was
 * started is ended where it was started.
 */
await runMain(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(helpText());
    return;
  }
  await runUntilStopped((signal) => runWithin(options.mode.limitMinutes, options, signal), say);
});

/** @throws when it takes longer than so many minutes */
async function runWithin(minutes: number, options: Options, signal: AbortSignal): Promise<void> {
  const limit = new AbortController();
  const tooLong = new Error(`it takes longer than ${minutes} minutes`);
  const timer = setTimeout(() => limit.abort(tooLong), minutes * 60_000);
  try {
    await run(options, AbortSignal.any([signal, limit.signal]));
  } catch (error) {
    // What fails because it was told to end says so in many ways.
    throw limit.signal.aborted ? tooLong : error;
  } finally {
    clearTimeout(timer);
  }
}

async function run(
  { name, mode, sizes, json, quick }: Options,
  signal: AbortSignal,
): Promise<void> {
  const startedAt = new Date();
  const { title } = mode;
  const command = commandLine();
  await using stage = await openStage({ env: process.env, quick, signal, say });
  if (sizes.keep && stage.servers.way !== 'given') {
    throw new Error('--keep needs SERVERS=given: other servers go when the bench ends');
  }
  const surroundings = await readSurroundings(stage);
  const workload = `events of ${meanEventBytes()} bytes, ${mode.workload(sizes)}`;
  process.stdout.write(
    `\n${renderHeader({ title, workload, seed: FIRST_SEED, command }, surroundings)}\n`,
  );

  const { text, data, fault } = await mode.run(stage, sizes);
  process.stdout.write(`\n${text}\n`);
  if (quick)
    process.stdout.write('--quick shows that it works; its figures are too rough to tell.\n');
  const file = json ?? join(ROOT, 'bench-results', `${fileTime(startedAt)}-${name}.json`);
  const told = { bench: name, startedAt, command, surroundings, workload, seed: FIRST_SEED, sizes };
  const figures = { ...told, ...data };
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(figures, null, 2)}\n`);
  say(`figures: ${file}`);
  if (fault !== undefined) throw new Error(fault);
}

function commandLine(): string {
  const servers = process.env['SERVERS'];
  const args = process.argv.slice(2).map((arg) => (/^[\w./=-]+$/.test(arg) ? arg : `'${arg}'`));
  return [...(servers ? [`SERVERS=${servers}`] : []), 'npx pnpm bench', ...args].join(' ');
}

/** `2026-11-24T14-09-02` */
function fileTime(time: Date): string {
  return time.toISOString().slice(0, 19).replaceAll(':', '-');
}

/** Progress goes where it does not mix with the table. */
function say(line: string): void {
  process.stderr.write(`  ${line}\n`);
}
