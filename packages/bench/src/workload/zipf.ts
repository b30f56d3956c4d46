/**
 * Draws by Zipf's law with the exponent 1: the second is drawn half as often as the first, the third a third
 * as often, and so on. So are posts read: few very often, most hardly ever.
 *
 * @returns draws a rank from 0, the most frequent, to `count - 1`
 */
export function zipf(count: number, random: () => number): () => number {
  const upTo = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank++) {
    sum += 1 / (rank + 1);
    upTo[rank] = sum;
  }
  return () => firstAbove(upTo, random() * sum);
}

/** Index of the first element that is greater than `value`, in an ascending list whose last one is. */
function firstAbove(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
