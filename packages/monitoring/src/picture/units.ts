const BYTES = ['B', 'KiB', 'MiB', 'GiB'];
const THOUSANDS = ['', 'K', 'Mil', 'Bil'];

/** A value as Grafana shows it in a unit of a dashboard. */
export function format(value: number, unit: string, decimals?: number): string {
  switch (unit) {
    case 's':
      return value !== 0 && Math.abs(value) < 1
        ? `${rounded(value * 1000, decimals)} ms`
        : `${rounded(value, decimals)} s`;
    case 'd':
      return `${rounded(value, decimals)} days`;
    case 'bytes':
      return scaled(value, 1024, BYTES, decimals);
    case 'percentunit':
      return `${rounded(value * 100, decimals)}%`;
    case 'ops':
      return `${scaled(value, 1000, THOUSANDS, decimals)} ops/s`;
    case 'reqps':
      return `${scaled(value, 1000, THOUSANDS, decimals)} req/s`;
    default:
      return scaled(value, 1000, THOUSANDS, decimals);
  }
}

function scaled(
  value: number,
  base: number,
  names: readonly string[],
  decimals: number | undefined,
): string {
  const power = Math.min(
    names.length - 1,
    Math.max(0, Math.floor(Math.log(Math.abs(value) || 1) / Math.log(base))),
  );
  return `${rounded(value / base ** power, decimals)} ${names[power]}`.trimEnd();
}

/** To three digits, unless so many decimals are asked for. */
function rounded(value: number, decimals: number | undefined): string {
  return String(Number(decimals === undefined ? value.toPrecision(3) : value.toFixed(decimals)));
}
