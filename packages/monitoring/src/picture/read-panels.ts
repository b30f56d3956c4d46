import { queryNow, queryRange, type Range, type Series } from '../live/ask-prometheus.ts';
import { type Dashboard, filledIn, type Panel, shownPanels } from '../read-dashboard.ts';
import type { Shown } from './draw-dashboard.ts';

/** What Grafana would take for so short a time. */
const RATE_INTERVAL = '15s';

/** What each panel shows at that time. @param url of Prometheus */
export async function readPanels(
  url: string,
  dashboard: Dashboard,
  range: Range,
): Promise<ReadonlyMap<number, Shown>> {
  const panels = shownPanels(dashboard);
  const shown = panels.map(
    async (panel) => [panel.id, await readPanel(url, panel, range)] as const,
  );
  return new Map(await Promise.all(shown));
}

async function readPanel(url: string, { type, targets = [] }: Panel, range: Range): Promise<Shown> {
  const answers = await Promise.all(
    targets.map(async ({ expr, legendFormat = '' }) => {
      const query = filledIn(expr, RATE_INTERVAL);
      const now = type === 'stat';
      const series = now
        ? await queryNow(url, query, range.end)
        : await queryRange(url, query, range);
      return series
        .map((it) => ({
          name: named(legendFormat, it),
          points: now ? it.values : pointsOf(it, range),
        }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    }),
  );
  return answers.flat();
}

/** `{{result}}` is the value of a label. */
function named(legendFormat: string, { metric }: Series): string {
  return legendFormat.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => metric[label] ?? '');
}

/** One for each step, with a gap where there was no value: lines that are stacked must have the same ones. */
function pointsOf({ values }: Series, { start, end, stepSeconds }: Range) {
  const known = new Map(
    values.map(([time, value]) => [Math.round((time - start) / stepSeconds), value]),
  );
  const steps = Math.floor((end - start) / stepSeconds) + 1;
  return Array.from({ length: steps }, (_, step): [number, number | null] => {
    const value = known.get(step) ?? Number.NaN;
    return [(start + step * stepSeconds) * 1000, Number.isFinite(value) ? value : null];
  });
}
