import type { Context } from './context.ts';
import type { Letter } from './letter.ts';
import type { Sender } from './sender.ts';
import { SPAN_SIZE, walkThrough } from './walk-through.ts';

export interface PassOptions {
  readonly context: Context;
  readonly sender: Sender;
  readonly chooses: (letter: Letter) => boolean;
  /** Everything is put off. */
  readonly findOnly?: boolean;
  /** By the pass before: all of them at a time were too much. */
  readonly putOff?: PutOff;
}

/** Letters that were chosen and not sent. Their bodies are not kept. */
export interface PutOff {
  readonly ids: ReadonlySet<string>;
  /** Bytes of the largest body. */
  readonly largest: number;
  /** How many letters there were, these among them. */
  readonly among: number;
}

export interface Pass {
  readonly putOff: PutOff;
  /** Letters that came during the pass. */
  readonly arrived: number;
  /** Letters that were not looked at, because it was ended early. */
  readonly unseen: number;
}

/** As many letters are on their way at a time, however small. */
const MOST = 500;
/** Spans of a walk: each letter that stays takes its place in one, and a connection has 2,047 channels. */
const SPANS = 1_000;

/**
 * Goes through the dead letters once, and sends those that are chosen as long as the sender has room.
 *
 * @throws {Failure}
 */
export async function pass(options: PassOptions): Promise<Pass> {
  const { context, sender, chooses, findOnly = false, putOff } = options;
  const ids = new Set<string>();
  let largest = 0;
  let among = 0;
  let arrived = 0;
  let unseen = 0;
  const spanSize = findOnly ? SPAN_SIZE : sizeFor(sender, putOff);
  await walkThrough(context, spanSize, async (walk, progress) => {
    try {
      await walk.through((letter, remove) => {
        progress.update(walk.seen);
        if (!chooses(letter)) return 'keep';
        if (!findOnly && sender.send(letter, remove)) return 'take';
        ids.add(letter.id);
        largest = Math.max(largest, letter.message.content.length);
        return 'keep';
      });
    } finally {
      await sender.settled(context.signal);
    }
    among = walk.total;
    unseen = walk.total - walk.seen;
    arrived = await walk.release();
  });
  return { putOff: { ids, largest, among }, arrived, unseen };
}

/** So that of what was put off all fits that is out at a time. */
function sizeFor({ maxBytes }: Sender, putOff: PutOff | undefined): number {
  if (!putOff || putOff.largest === 0) return MOST;
  const fitting = Math.floor(maxBytes / putOff.largest);
  return Math.min(MOST, Math.max(1, fitting, Math.ceil(putOff.among / SPANS)));
}
