/** A view as it was sent: what must become of it is known from that alone. */
export interface SentView {
  readonly eventId: string;
  readonly postUuid: string;
  /** Unix seconds. */
  readonly viewedAt: number;
}

/** What is known of one of them. */
export interface Fate {
  readonly confirmed: boolean;
  readonly stored: boolean;
  /** A dead letter says that it came when its day was closed. */
  readonly tooLate: boolean;
}

/** As bits of a byte. */
const CONFIRMED = 1;
const STORED = 2;
const TOO_LATE = 4;

const MOST = 2 ** 27;
/** One alone takes no more than 2²⁴. */
const MAPS = 16;

/**
 * The views that were sent, in about a hundred bytes each: a long run sends millions.
 *
 * A view is told from all others by its id and its time: the same id at another time is another view.
 */
export class SentViews {
  readonly #indices = Array.from({ length: MAPS }, () => new Map<string, number>());
  readonly #posts: string[] = [];
  readonly #postNumbers = new Map<string, number>();
  readonly #postOf = new Uint32Array(new ArrayBuffer(0, { maxByteLength: MOST * 4 }));
  readonly #viewedAt = new Uint32Array(new ArrayBuffer(0, { maxByteLength: MOST * 4 }));
  readonly #fates = new Uint8Array(new ArrayBuffer(0, { maxByteLength: MOST }));
  #size = 0;
  #confirmed = 0;

  get size(): number {
    return this.#size;
  }

  get confirmed(): number {
    return this.#confirmed;
  }

  /** The same one again is nothing new. */
  add(view: SentView): void {
    const key = packed(view);
    const indices = this.#indicesWith(key);
    if (indices.has(key)) return;
    const index = this.#size;
    this.#size += 1;
    this.#growTo(this.#size);
    this.#postOf[index] = this.#numberOf(view.postUuid);
    this.#viewedAt[index] = view.viewedAt;
    indices.set(key, index);
  }

  /** @param view was added */
  confirm(view: SentView): void {
    if (this.#note(view, CONFIRMED) === 'new') this.#confirmed += 1;
  }

  /** @returns whether it was sent, and if so, whether it was known already that it is stored */
  noteStored(view: SentView): 'new' | 'again' | 'unknown' {
    return this.#note(view, STORED);
  }

  /** @returns whether it was sent, and if so, whether a letter has told of it already */
  noteTooLate(view: SentView): 'new' | 'again' | 'unknown' {
    return this.#note(view, TOO_LATE);
  }

  /** All of them, in no order. */
  *[Symbol.iterator](): Generator<SentView & Fate> {
    for (const indices of this.#indices) {
      for (const [key, index] of indices) {
        const fate = this.#fates[index] ?? 0;
        yield {
          eventId: idIn(key),
          postUuid: this.#posts[this.#postOf[index] ?? 0] ?? '',
          viewedAt: this.#viewedAt[index] ?? 0,
          confirmed: (fate & CONFIRMED) !== 0,
          stored: (fate & STORED) !== 0,
          tooLate: (fate & TOO_LATE) !== 0,
        };
      }
    }
  }

  #note(view: SentView, fate: number): 'new' | 'again' | 'unknown' {
    const key = packed(view);
    const index = this.#indicesWith(key).get(key);
    if (index === undefined || this.#posts[this.#postOf[index] ?? 0] !== view.postUuid) {
      return 'unknown';
    }
    const before = this.#fates[index] ?? 0;
    this.#fates[index] = before | fate;
    return (before & fate) === 0 ? 'new' : 'again';
  }

  /** By the end of the id, which is random. */
  #indicesWith(key: string): Map<string, number> {
    return this.#indices[key.charCodeAt(15) % MAPS] as Map<string, number>;
  }

  #numberOf(post: string): number {
    const known = this.#postNumbers.get(post);
    if (known !== undefined) return known;
    this.#postNumbers.set(post, this.#posts.length);
    return this.#posts.push(post) - 1;
  }

  #growTo(views: number): void {
    if (this.#fates.length >= views) return;
    if (views > MOST) throw new Error(`no more than ${MOST} views can be kept`);
    const room = Math.min(MOST, Math.max(1_024, 2 * views));
    for (const column of [this.#postOf, this.#viewedAt, this.#fates]) {
      column.buffer.resize(room * column.BYTES_PER_ELEMENT);
    }
  }
}

function idIn(key: string): string {
  return uuidOf(Buffer.from(key, 'latin1').toString('hex', 0, 16));
}

/** @param hex 32 digits */
export function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Id and time in twenty characters of a byte each. */
function packed({ eventId, viewedAt }: SentView): string {
  const bytes = Buffer.alloc(20);
  bytes.write(eventId.replaceAll('-', ''), 'hex');
  bytes.writeUInt32BE(viewedAt, 16);
  return bytes.toString('latin1');
}
