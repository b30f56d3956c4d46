/** What a process tells Prometheus. @param healthUrl of its health port */
export async function readMetrics(healthUrl: unknown): Promise<string> {
  return (await fetch(`${String(healthUrl)}/metrics`)).text();
}

/**
 * The value of a metric, with its labels as `/metrics` writes them: `analytics_events_total{result="counted"}`.
 *
 * @returns NaN when there is no such metric
 */
export async function readMetric(healthUrl: unknown, name: string): Promise<number> {
  const lines = (await readMetrics(healthUrl)).split('\n');
  return Number(lines.find((line) => line.startsWith(`${name} `))?.slice(name.length));
}
