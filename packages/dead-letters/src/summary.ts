import { count, type Output, Table, time } from '@post-views/terminal';
import type { Letter, LetterReason } from './letter.ts';
import { letters } from './letters.ts';

interface Tally {
  letters: number;
  oldest: string | null;
  newest: string | null;
}

/** Counts letters by reason. */
export class Summary {
  readonly #tallies = new Map<LetterReason, Tally>();

  add({ reason, rejectedAt }: Letter): void {
    const tally = this.#tallies.get(reason) ?? { letters: 0, oldest: null, newest: null };
    tally.letters += 1;
    if (rejectedAt !== null) {
      if (tally.oldest === null || rejectedAt < tally.oldest) tally.oldest = rejectedAt;
      if (tally.newest === null || rejectedAt > tally.newest) tally.newest = rejectedAt;
    }
    this.#tallies.set(reason, tally);
  }

  /** @param where what follows the number of letters: ` in queue` */
  write(out: Output, where: string): void {
    const tallies = [...this.#tallies].sort(([, a], [, b]) => b.letters - a.letters);
    const total = tallies.reduce((sum, [, tally]) => sum + tally.letters, 0);
    out.write(`${out.style('bold', letters(total))}${where}\n`);
    if (total === 0) return;
    out.write('\n');
    const table = new Table(out, [
      { header: 'REASON', style: 'yellow' },
      { header: 'LETTERS', align: 'right' },
      { header: 'OLDEST', style: 'dim' },
      { header: 'NEWEST', style: 'dim' },
    ]);
    for (const [reason, tally] of tallies) {
      table.add([reason, count(tally.letters), time(tally.oldest), time(tally.newest)]);
    }
    table.flush();
  }
}
