const HEX = Array.from({ length: 65_536 }, (_, n) => n.toString(16).padStart(4, '0'));

/** Four hexadecimal digits. */
function hex4(random: () => number): string {
  return HEX[Math.floor(random() * 65_536)] as string;
}

/** A version 4 UUID. */
export function uuidV4(random: () => number): string {
  const [a, b, c, d, e, f] = [0, 0, 0, 0, 0, 0].map(() => hex4(random));
  const version = hex4(random).slice(1);
  const variant = HEX[0x8000 + Math.floor(random() * 0x4000)];
  return `${a}${b}-${c}-4${version}-${variant}-${d}${e}${f}`;
}

/**
 * A version 7 UUID: its first 48 bits are the time, the rest is random.
 *
 * @param ms since 1970
 */
export function uuidV7(ms: number, random: () => number): string {
  const time = Math.floor(ms).toString(16).padStart(12, '0');
  const version = hex4(random).slice(1);
  const variant = HEX[0x8000 + Math.floor(random() * 0x4000)];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${version}-${variant}-${hex4(random)}${hex4(random)}${hex4(random)}`;
}
