/** What is told of several measurements of the same thing. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws {RangeError} when there are none */
export function summarize(values: readonly number[]): Summary {
  return { median: median(values), min: quantile(values, 0), max: quantile(values, 1) };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * The value that a share of all values is at most, interpolated between the two nearest ones.
 *
 * @param share from 0 to 1
 * @throws {RangeError} when there are no values
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('there are no values');
  const sorted = values.toSorted((a, b) => a - b);
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] as number;
  const above = sorted[Math.ceil(position)] as number;
  return below + (above - below) * (position - Math.floor(position));
}

/** How much `y` grows when `x` grows by one: the line of least squares. 0 when all `x` are the same. */
export function slope(points: readonly { readonly x: number; readonly y: number }[]): number {
  const mean = (of: 'x' | 'y') => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [meanX, meanY] = [mean('x'), mean('y')];
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const common = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  return spread === 0 ? 0 : common / spread;
}
