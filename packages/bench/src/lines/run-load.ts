import type { LoadPlan, LoadResult } from '../load-generator/plan.ts';
import { type CpuSeconds, cpuPer100k, readCpu } from '../measure/cpu.ts';
import { abortable } from '../stage/abortable.ts';
import type { Stage } from '../stage/stage.ts';

/** A server that requests are sent to. */
export interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pid: number;
}

/** What one round of a line has measured. */
export interface LoadSample extends LoadResult {
  /** For 100,000 requests: of the server and the database. */
  readonly cpuPer100k: CpuSeconds;
}

export type LoadOptions = Omit<LoadPlan, 'url' | 'headers'>;

/** Is called when what counts begins; `over` resolves when it ends. It is waited for. */
export type Watcher = (over: Promise<unknown>) => Promise<void>;

/** Runs the load generator as a process, and reads the CPU time that the others take meanwhile. */
export async function runLoad(
  { start, serverGroups, signal }: Stage,
  { pid, url, headers }: Target,
  options: LoadOptions,
  watch: Watcher = async () => undefined,
): Promise<LoadSample> {
  const plan: LoadPlan = { url, headers, ...options };
  await using program = start('packages/bench/src/programs/generate-load.ts', {
    LOAD_PLAN: JSON.stringify(plan),
  });
  const said = (event: string) => abortable(signal, program.said(event));
  const groups = { ...serverGroups, node: [pid] };

  await said('measuring');
  const from = readCpu(groups);
  const over = said('measured');
  const [upTo] = await Promise.all([over.then(() => readCpu(groups)), watch(over)]);
  const result = (await said('told'))['result'] as LoadResult;
  const { broker: _, ...cpu } = cpuPer100k(from, upTo, Math.max(1, result.requests));
  return { ...result, cpuPer100k: cpu };
}
