/** A view as it was sent: what must become of it is known from that alone. */
export interface SentView {
  readonly eventId: string;
  readonly postUuid: string;
  /** Unix seconds. */
  readonly viewedAt: number;
}

/** What tells a view from all others: the same id at another time is another view. */
export type ViewKey = string;

export function keyOf({ eventId, viewedAt }: Pick<SentView, 'eventId' | 'viewedAt'>): ViewKey {
  return `${eventId} ${viewedAt}`;
}

/** Something that can't be counted. */
export interface SentLetter {
  /** In the message, and so in its dead letter. */
  readonly mark: string;
  /** What its dead letter must say. */
  readonly reason: string;
}

/**
 * What was sent to the service, and what of it the broker has confirmed.
 *
 * Nobody promises anything for what was not confirmed: it may be there or not. What was is counted once, or is
 * a dead letter.
 */
export class Ledger {
  readonly views = new Map<ViewKey, SentView>();
  readonly letters = new Map<string, SentLetter>();
  readonly confirmedViews = new Set<ViewKey>();
  readonly confirmedLetters = new Set<string>();

  /** Before it is sent: whatever becomes of the attempt, it may be there from now on. */
  sendView(view: SentView): void {
    this.views.set(keyOf(view), view);
  }

  sendLetter(letter: SentLetter): void {
    this.letters.set(letter.mark, letter);
  }

  confirmView(view: SentView): void {
    this.confirmedViews.add(keyOf(view));
  }

  confirmLetter({ mark }: SentLetter): void {
    this.confirmedLetters.add(mark);
  }
}
