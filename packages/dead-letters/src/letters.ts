import { count } from '@post-views/terminal';

/** `1 letter`, `12,345 letters` */
export function letters(n: number): string {
  return `${count(n)} ${n === 1 ? 'letter' : 'letters'}`;
}
