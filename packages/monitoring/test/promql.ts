import { parser } from '@prometheus-io/lezer-promql';
import { filledIn } from '../src/read-dashboard.ts';

/**
 * The names of the metrics that an expression reads.
 *
 * @throws when it is not PromQL
 */
export function metricsIn(expr: string): string[] {
  const text = filledIn(expr, '1m');
  const names = new Set<string>();
  parser.parse(text).iterate({
    enter({ type, from, to, node }) {
      if (type.isError) throw new Error(`not PromQL at ${from}: ${text}`);
      if (type.name === 'Identifier' && node.parent?.name === 'VectorSelector')
        names.add(text.slice(from, to));
    },
  });
  return [...names];
}
