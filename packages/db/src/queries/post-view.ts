import { compareBytes } from '../byte-order.ts';

/** One view to be stored and counted. */
export interface PostView {
  /** A UUID, lower-case. Together with `viewedAt` it says which view this is. */
  readonly eventId: string;
  /** A UUID, lower-case. */
  readonly postUuid: string;
  /** Unix seconds, whole. */
  readonly viewedAt: number;
  readonly userId: bigint | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly referer: string | null;
}

/** The same for two views when they are the same view. */
export function keyOf(view: Pick<PostView, 'eventId' | 'viewedAt'>): string {
  return `${view.eventId} ${view.viewedAt}`;
}

/** Each view once, in the order of the unique key, so that two writers lock in the same order. */
export function distinctInKeyOrder(views: readonly PostView[]): PostView[] {
  const inOrder = views.toSorted(compareKeys);
  return inOrder.filter((view, index) => {
    const before = inOrder[index - 1];
    return before === undefined || compareKeys(before, view) !== 0;
  });
}

function compareKeys(a: PostView, b: PostView): number {
  return compareBytes(a.eventId, b.eventId) || a.viewedAt - b.viewedAt;
}

/** The 16 bytes of a UUID, as 32 hexadecimal digits. */
export function toHex(uuid: string): string {
  return uuid.replaceAll('-', '');
}

export function fromEventIdBytes(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
