import { amount } from '@post-views/terminal';

/** `1 letter`, `12,345 letters` */
export function letters(n: number): string {
  return amount(n, 'letter');
}
