import { readFile } from 'node:fs/promises';

interface RegisteredMetric {
  readonly name: string;
  readonly type: string;
  readonly labelNames: readonly string[];
}

const DOCS = new URL('../../../docs/metrics.md', import.meta.url);
const ROW = /^\| `(analytics_\w+)` \| (\w+) \| ?([^|]*)\|/gm;
/** `` `route`, `status`: … `` */
const LABELS = /^`\w+`(?:, `\w+`)*/;

/**
 * The metrics that docs/metrics.md has under a heading, each as `name type label label`, sorted.
 *
 * @param app the heading: `Consumer`, `API`
 */
export async function documentedMetrics(app: string): Promise<string[]> {
  const docs = await readFile(DOCS, 'utf8');
  const [section = ''] = docs.split(`\n## ${app}\n`)[1]?.split('\n## ') ?? [];
  return [...section.matchAll(ROW)]
    .map(([, name, type, cell = '']) => {
      const labels = LABELS.exec(cell)?.[0].replaceAll('`', '').split(', ') ?? [];
      return [name, type, ...labels].join(' ');
    })
    .toSorted();
}

/** Those of a registry, in the same form. */
export function registeredMetrics(registry: { getMetricsAsArray(): unknown }): string[] {
  return (registry.getMetricsAsArray() as RegisteredMetric[])
    .filter(({ name }) => name.startsWith('analytics_'))
    .map(({ name, type, labelNames }) => [name, type, ...labelNames].join(' '))
    .toSorted();
}
