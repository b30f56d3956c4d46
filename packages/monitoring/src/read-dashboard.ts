import { readFile } from 'node:fs/promises';
import { TOPOLOGY } from '@post-views/event';
import { DASHBOARDS } from './dashboards/dashboards.ts';
import { ROOT } from './root.ts';

/** A dashboard as Grafana reads it, as far as it is looked at here. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface Panel {
  readonly id: number;
  /** `row` for a heading, which shows nothing. */
  readonly type: 'row' | 'stat' | 'timeseries';
  readonly title: string;
  readonly description?: string;
  readonly gridPos: GridPos;
  readonly targets?: readonly Target[];
  readonly fieldConfig?: {
    readonly defaults: FieldDefaults;
    readonly overrides: readonly Override[];
  };
}

export interface GridPos {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Target {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat?: string;
}

export interface FieldDefaults {
  readonly unit?: string;
  readonly decimals?: number;
  readonly noValue?: string;
  readonly thresholds?: {
    readonly steps: readonly { readonly value: number | null; readonly color: string }[];
  };
  readonly custom?: {
    readonly stacking?: { readonly mode: string };
    readonly thresholdsStyle?: { readonly mode: string };
  };
}

/** What is shown otherwise, here always a colour, of a series of that name. */
export interface Override {
  readonly matcher: { readonly options?: unknown };
  readonly properties: readonly { readonly value?: { readonly fixedColor?: string } }[];
}

export const DASHBOARD_NAMES: readonly string[] = Object.keys(DASHBOARDS);

/** @param name of a file in infra/grafana/dashboards */
export async function readDashboard(name: string): Promise<Dashboard> {
  const file = new URL(`infra/grafana/dashboards/${name}.json`, ROOT);
  return JSON.parse(await readFile(file, 'utf8')) as Dashboard;
}

/** Those that show something. */
export function shownPanels({ panels }: Dashboard): Panel[] {
  return panels.filter(({ type }) => type !== 'row');
}

/** An expression as Grafana sends it. @param rateInterval as in `1m` */
export function filledIn(expr: string, rateInterval: string): string {
  return expr.replaceAll('$__rate_interval', rateInterval).replaceAll('$queue', TOPOLOGY.queue);
}
