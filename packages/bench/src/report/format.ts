import type { Summary } from '../measure/statistics.ts';

/** What stands where nothing was measured. */
export const NOTHING = '–';

/** `12,345` */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** `1.23`, with so many digits after the point. */
export function decimal(value: number | undefined, digits: number): string {
  return value === undefined ? NOTHING : value.toFixed(digits);
}

/** `11,900 … 12,800` */
export function spread({ min, max }: Summary): string {
  return `${whole(min)} … ${whole(max)}`;
}

/** `41.2 ×` */
export function times(ratio: number | undefined): string {
  return ratio === undefined ? NOTHING : `${decimal(ratio, ratio < 10 ? 2 : 1)} ×`;
}

/** `87 %` */
export function percent(share: number | undefined): string {
  return share === undefined ? NOTHING : `${Math.round(share * 100)} %`;
}

/** Bytes in megabytes, 1 MB being 1,048,576 bytes. */
export function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? NOTHING : whole(bytes / 1024 / 1024);
}
