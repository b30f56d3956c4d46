const SLOTS = 1 << 16;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Remembers which keys were seen recently, in a fixed 256 KB. What is asked for only once is
 * not worth keeping: it would only live long enough to be moved to the old generation of the heap.
 *
 * It may take one key for another, or forget one; neither does harm.
 *
 * @see https://dl.acm.org/doi/10.1145/3149371 TinyLFU, which calls it so
 */
export class Doorkeeper {
  readonly #hashes = new Uint32Array(SLOTS);

  /** Whether the key was there before, which it will have been from now on. */
  seenBefore(key: string): boolean {
    const hash = hashOf(key);
    const slot = hash & (SLOTS - 1);
    const seen = this.#hashes[slot] === hash;
    this.#hashes[slot] = hash;
    return seen;
  }
}

/** FNV-1a, of 32 bits. */
function hashOf(key: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < key.length; index++) {
    hash = Math.imul(hash ^ key.charCodeAt(index), FNV_PRIME);
  }
  return hash >>> 0;
}
