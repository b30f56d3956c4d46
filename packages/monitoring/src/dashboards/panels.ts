import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

/** A query of a panel, and what its series are called: `{{result}}` is the value of a label. */
export interface Query {
  readonly expr: string;
  readonly legend: string;
}

/** From which value on something has which colour; the first is for all below the second. */
export type Steps = readonly [colour: string, ...(readonly [from: number, colour: string])[]];

interface Shown {
  /** In Grafana's words: `s`, `percentunit`, `bytes`, `short`, `ops`. */
  readonly unit: string;
  readonly steps?: Steps;
}

export interface StatOptions extends Shown {
  readonly decimals?: number;
  /** Shown when there is no series at all. */
  readonly nothing?: string;
}

export interface GraphOptions extends Shown {
  /** The series are parts of one whole. */
  readonly stacked?: boolean;
  /** Not of each other: by their own names, as `{ failed: 'red' }`. */
  readonly colours?: Readonly<Record<string, string>>;
}

export type Panel = StatBuilder | TimeseriesBuilder;

const DATASOURCE = { type: 'prometheus', uid: '$datasource' };
const NEUTRAL: Steps = ['blue'];

/** One number, as it is now, in the colour of how well that is. */
export function stat(
  title: string,
  description: string,
  expr: string,
  { unit, steps = NEUTRAL, decimals, nothing = '–' }: StatOptions,
): StatBuilder {
  const panel = new StatBuilder()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .withTarget(query({ expr, legend: title }, 'A').instant())
    .unit(unit)
    .noValue(nothing)
    .colorMode(common.BigValueColorMode.BackgroundSolid)
    .graphMode(common.BigValueGraphMode.None)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .thresholds(thresholds(steps));
  return decimals === undefined ? panel : panel.decimals(decimals);
}

/** Lines over time; where there are steps, a dashed line marks each. */
export function graph(
  title: string,
  description: string,
  queries: readonly Query[],
  { unit, steps, stacked = false, colours = {} }: GraphOptions,
): TimeseriesBuilder {
  const panel = new TimeseriesBuilder()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .unit(unit)
    .min(0)
    .lineWidth(1)
    .fillOpacity(stacked ? 30 : 8)
    .showPoints(common.VisibilityMode.Never)
    .colorScheme(
      new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.PaletteClassicByName),
    )
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder()
        .mode(common.TooltipDisplayMode.Multi)
        .sort(common.SortOrder.Descending),
    );
  queries.forEach((it, index) => {
    panel.withTarget(query(it, String.fromCharCode(65 + index)).range());
  });
  if (stacked)
    panel.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'));
  if (steps) {
    const dashed = common.GraphThresholdsStyleMode.Dashed;
    panel.thresholds(thresholds(steps));
    panel.thresholdsStyle(new common.GraphThresholdsStyleConfigBuilder().mode(dashed));
  }
  for (const [name, colour] of Object.entries(colours)) {
    const value = { mode: dashboard.FieldColorModeId.Fixed, fixedColor: colour };
    panel.overrideByName(name, [{ id: 'color', value }]);
  }
  return panel;
}

function query({ expr, legend }: Query, refId: string): DataqueryBuilder {
  return new DataqueryBuilder().datasource(DATASOURCE).refId(refId).expr(expr).legendFormat(legend);
}

function thresholds([first, ...rest]: Steps): Builder<dashboard.ThresholdsConfig> {
  return new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps([{ value: null, color: first }, ...rest.map(([value, color]) => ({ value, color }))]);
}
