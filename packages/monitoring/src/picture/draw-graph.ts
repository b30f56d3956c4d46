import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent } from 'echarts/components';
import { init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Panel } from '../read-dashboard.ts';
import { colourAt, colourNamed, INK } from './colours.ts';
import { LEGEND, legendHeight, textWidth } from './legend.ts';
import { format } from './units.ts';

use([LineChart, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer]);
setPlatformAPI({
  measureText: (text: string, font = '') => ({ width: textWidth(text, font) }),
});

/** What a line is called, and where it goes. */
export interface Line {
  readonly name: string;
  /** Unix milliseconds, and the value then; `null` where there is none. */
  readonly points: readonly (readonly [number, number | null])[];
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const SMALL = { color: INK.faint, fontSize: 10 } as const;
const TIME_AXIS = {
  type: 'time',
  axisLabel: { ...SMALL, formatter: '{HH}:{mm}', hideOverlap: true },
  axisLine: { lineStyle: { color: INK.line } },
  axisTick: { show: false },
  splitLine: { show: true, lineStyle: { color: INK.line } },
  minInterval: 60_000,
} as const;

/** Lines over time, in SVG: axes, threshold and a legend below, as Grafana has them. */
export function drawGraph(panel: Panel, lines: readonly Line[], size: Size): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  chart.setOption({
    animation: false,
    grid: {
      left: 8,
      right: 12,
      top: 10,
      bottom: legendHeight(
        lines.map(({ name }) => name),
        size.width,
      ),
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    legend: LEGEND,
    xAxis: TIME_AXIS,
    yAxis: valueAxis(panel.fieldConfig?.defaults.unit ?? 'short', lines),
    series: seriesOf(panel, lines),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  // What happens under a mouse, which a picture does not notice.
  return svg.replaceAll(/<style[\s\S]*?<\/style>\n?/g, '').replaceAll(/ class="[^"]*"/g, '');
}

function valueAxis(unit: string, lines: readonly Line[]) {
  return {
    type: 'value',
    min: 0,
    splitNumber: 4,
    ...(unit === 'bytes' && axisOfBytes(lines)),
    axisLabel: { ...SMALL, formatter: (value: number) => format(value, unit) },
    splitLine: { lineStyle: { color: INK.line } },
  } as const;
}

function seriesOf(panel: Panel, lines: readonly Line[]) {
  const stacked = panel.fieldConfig?.defaults.custom?.stacking?.mode === 'normal';
  const colours = coloursByName(panel);
  return lines.map(({ name, points }, index) => {
    const named = colours.get(name);
    return {
      name,
      type: 'line',
      data: points,
      showSymbol: false,
      color: named ? colourNamed(named) : colourAt(index),
      lineStyle: { width: 1.3 },
      areaStyle: { opacity: stacked ? 0.3 : 0.08 },
      emphasis: { disabled: true },
      ...(stacked && { stack: 'all' }),
      ...(index === 0 && { markLine: thresholdOf(panel) }),
    } as const;
  });
}

/** Of the series that have one of their own. */
function coloursByName({ fieldConfig }: Panel): ReadonlyMap<unknown, string | undefined> {
  const overrides = fieldConfig?.overrides ?? [];
  return new Map(
    overrides.map(({ matcher, properties }) => [matcher.options, properties[0]?.value?.fixedColor]),
  );
}

/** Few lines, and a round number at each. */
function axisOfBytes(lines: readonly Line[]): { interval: number; max: number } {
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value ?? 0));
  const highest = Math.max(1, ...values);
  const interval = 2 ** Math.ceil(Math.log2(highest / 4));
  return { interval, max: Math.ceil(highest / interval) * interval };
}

/** A dashed line where Grafana has one. */
function thresholdOf({ fieldConfig }: Panel): object {
  const { thresholds, custom } = fieldConfig?.defaults ?? {};
  const steps = custom?.thresholdsStyle?.mode === 'dashed' ? (thresholds?.steps ?? []) : [];
  return {
    silent: true,
    symbol: 'none',
    label: { show: false },
    data: steps.flatMap(({ value, color }) =>
      value === null
        ? []
        : [{ yAxis: value, lineStyle: { color: colourNamed(color), type: [6, 6] } }],
    ),
  };
}
