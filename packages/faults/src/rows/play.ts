import type { Verdict } from '../oracle/judge.ts';
import { openScene, type Scene, type World } from '../scene/scene.ts';
import type { Row } from './row.ts';

/** What a row has shown. */
export interface RowResult {
  readonly trials: number;
  readonly verdict: Verdict;
  /** Of each trial: how long after the end of its cause a view was counted that was sent after it; ms. */
  readonly recoveryMs: readonly number[];
  /** What else went wrong, in our words. */
  readonly faults: readonly string[];
  /** What else there is to know, in our words. */
  readonly remark?: string | undefined;
}

/** A few trials are for a machine that has other things to do as well: what they show is right or wrong, not how fast. */
const SHORT_LENIENCY = 6;
/** Longer than it takes by itself. */
const HELP_AFTER_MS = 40_000;

export interface PlayOptions {
  /** The many trials that the figures come from. */
  readonly long: boolean;
  readonly onTrial?: (done: number) => void;
}

/** Plays a row as often as it says, in one scene, and compares at the end. */
export async function play(
  row: Row,
  world: World,
  { long, onTrial }: PlayOptions,
): Promise<RowResult> {
  const trials = long ? row.trials.long : row.trials.short;
  const { recoveredWithinMs = Number.POSITIVE_INFINITY } = row;
  const limitMs = recoveredWithinMs * (long ? 1 : SHORT_LENIENCY);
  await using scene = await openScene(world, row.scene);
  for (let n = scene.replicas.size; n < row.replicas; n++) await scene.startReplica();
  const recoveryMs: number[] = [];
  const faults: string[] = [];
  const note = (error: unknown, where: string) => {
    world.signal.throwIfAborted();
    faults.push(`${where}: ${error instanceof Error ? error.message : String(error)}`);
  };
  try {
    await row.begin?.(scene, world);
  } catch (error) {
    note(error, 'in the beginning');
    await scene.settled().catch((failure: unknown) => note(failure, 'in the end'));
    return { trials: 0, verdict: await scene.verdict(), recoveryMs, faults };
  }
  for (let trial = 0; trial < trials; trial++) {
    try {
      const endedAt = await row.fail(scene, world, trial);
      const ms = await recover(row, scene, world, endedAt);
      recoveryMs.push(ms);
      if (ms > limitMs) throw new Error(`counting again only after ${Math.round(ms)} ms`);
    } catch (error) {
      note(error, `trial ${trial + 1}`);
    }
    await row.mend?.(world, trial).catch((error) => note(error, `after trial ${trial + 1}`));
    onTrial?.(trial + 1);
  }
  await row.check?.(scene).catch((error: unknown) => note(error, 'in the end'));
  await scene.settled().catch((error: unknown) => note(error, 'in the end'));
  return {
    trials,
    verdict: await scene.verdict(),
    recoveryMs,
    faults,
    remark: row.remark?.(scene),
  };
}

async function recover(row: Row, scene: Scene, world: World, endedAt: number): Promise<number> {
  try {
    return await scene.recovered(endedAt, row.help && HELP_AFTER_MS);
  } catch (error) {
    const helpedAt = await row.help?.(scene, world);
    if (helpedAt === undefined) throw error;
    return scene.recovered(helpedAt);
  }
}
