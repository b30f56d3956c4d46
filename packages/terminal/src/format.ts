/** `12,345` */
export function count(n: number): string {
  return n.toLocaleString('en-US');
}

/** `1 letter`, `12,345 letters` */
export function amount(n: number, one: string): string {
  return `${count(n)} ${n === 1 ? one : `${one}s`}`;
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB'];

/** `312 B`, `64.5 KiB` */
export function size(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const digits = power === 0 ? 0 : 1;
  return `${(bytes / 1024 ** power).toFixed(digits)} ${UNITS[power]}`;
}

/** `2026-11-24 14:09:02`, UTC. */
export function time(iso: string | null): string {
  return iso === null ? '-' : iso.slice(0, 19).replace('T', ' ');
}
