import { type SentView, SentViews } from './sent-views.ts';

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
  readonly views = new SentViews();
  readonly letters = new Map<string, SentLetter>();
  readonly confirmedLetters = new Set<string>();

  /** Before it is sent: whatever becomes of the attempt, it may be there from now on. */
  sendView(view: SentView): void {
    this.views.add(view);
  }

  sendLetter(letter: SentLetter): void {
    this.letters.set(letter.mark, letter);
  }

  confirmView(view: SentView): void {
    this.views.confirm(view);
  }

  confirmLetter({ mark }: SentLetter): void {
    this.confirmedLetters.add(mark);
  }
}
