import { Failure } from './failure.ts';
import type { Letter, LetterReason } from './letter.ts';

/** Which letters a command is about: all, unless there is a reason or there are ids. */
export interface Selection {
  readonly reason?: LetterReason | undefined;
  /** Beginnings or ends of ids. */
  readonly ids?: readonly string[] | undefined;
}

export interface Selector {
  /** @throws {Failure} when one of the ids means several letters */
  chooses(letter: Letter): boolean;
  /**
   * To be called when all letters were seen.
   *
   * @throws {Failure} when one of the ids means none
   */
  assertAllFound(): void;
}

export function selectorOf({ reason, ids = [] }: Selection): Selector {
  /** The whole id that each of the given ones has turned out to mean. */
  const found = new Map<string, string>();

  const meantBy = (part: string, { id }: Letter): boolean => {
    const sought = part.toLowerCase();
    if (!id.startsWith(sought) && !id.endsWith(sought)) return false;
    const before = found.get(part);
    if (before !== undefined && before !== id) {
      throw new Failure(
        `the id ${part} means several letters, such as ${before} and ${id}; give more of it`,
      );
    }
    found.set(part, id);
    return true;
  };
  return {
    chooses(letter) {
      // Each of them is looked at, so that none that means several passes.
      if (ids.length > 0) return ids.filter((part) => meantBy(part, letter)).length > 0;
      return reason === undefined || letter.reason === reason;
    },
    assertAllFound() {
      const missing = ids.filter((part) => !found.has(part));
      if (missing.length > 0) throw new Failure(`no letter has the id ${missing.join(', ')}`);
    },
  };
}
