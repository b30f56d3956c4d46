import type { Query } from './panels.ts';

/** The rate of a counter over the time that Grafana finds right for what is shown. */
export function rate(selector: string): string {
  return `rate(${selector}[$__rate_interval])`;
}

/** Quantiles of a histogram of all processes together: `p50`, `p99`. */
export function quantiles(bucket: string, shares: readonly number[]): Query[] {
  return shares.map((share) => ({
    expr: `histogram_quantile(${share}, sum by (le) (${rate(bucket)}))`,
    legend: `p${share * 100}`,
  }));
}

/**
 * Parts of one whole, the bad ones first: stacked, they rise from the axis, and the line on top of all is a good one.
 *
 * @param metric a counter
 * @param label by which it is split
 * @param values expressions for the values of the label, from the bottom to the top
 */
export function layers(metric: string, label: string, values: readonly string[]): Query[] {
  return values.map((value) => ({
    expr: `sum by (${label}) (${rate(`${metric}{${label}=~"${value}"}`)})`,
    legend: `{{${label}}}`,
  }));
}
