/** What a process tells Prometheus. */
export async function scrape(healthUrl: string): Promise<string> {
  return (await fetch(`${healthUrl}/metrics`)).text();
}

/** A metric, by its name and labels as they are written; one that nothing was added to yet is not there. */
export function metricOf(metrics: string, name: string): number {
  const line = metrics.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return Number(line?.slice(name.length) ?? 0);
}

/** The values of a metric that has one label, by that label's. */
export function metricByLabel(metrics: string, name: string): ReadonlyMap<string, number> {
  const lines = metrics.matchAll(new RegExp(`^${name}{\\w+="(.*)"} (.*)$`, 'gm'));
  return new Map([...lines].map(([, label = '', value]) => [label, Number(value)]));
}
