import type { Scene, SceneOptions, World } from '../scene/scene.ts';
import type { ServersKind } from '../scene/worlds.ts';

/** One kind of failure: a row of the table that a run ends with. */
export interface Row {
  readonly number: number;
  /** What happens, in a few words. */
  readonly name: string;
  /** How often it happens. */
  readonly trials: { readonly short: number; readonly long: number };
  /** How many count while it happens. */
  readonly replicas: number;
  readonly scene?: SceneOptions;
  /** What it is played on; the usual ones unless given. */
  readonly servers?: ServersKind;
  /** It is played only on a broker whose version begins like this: `RabbitMQ 4`. */
  readonly broker?: string;
  /** Counting goes on so soon after the end of the cause, or a long run of the row has failed; ms. */
  readonly recoveredWithinMs?: number;
  /** Once, when all replicas run and views flow. */
  begin?(scene: Scene, world: World): Promise<void>;
  /**
   * Makes something fail, and ends that, unless counting has to go on meanwhile.
   *
   * @param trial from 0 on
   * @returns when the cause has ended, or has begun if it goes on, by `performance.now()`
   * @throws when what happens is not what must
   */
  fail(scene: Scene, world: World, trial: number): Promise<number>;
  /**
   * Does what an operator has to do, when counting does not go on by itself because of a known fault of a server.
   *
   * @returns when that was done, by `performance.now()`; `undefined` when there is nothing of the kind
   */
  help?(scene: Scene, world: World): Promise<number | undefined>;
  /** Brings back what is still away, after it was seen that counting goes on without it. */
  mend?(world: World, trial: number): Promise<void>;
  /** @throws when something does not hold that must, beside the verdict; after all trials, while replicas run */
  check?(scene: Scene): Promise<void>;
  /** What else is worth telling of it, after {@link check}. */
  remark?(scene: Scene): string | undefined;
}
