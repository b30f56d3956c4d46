import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { Panel } from './panels.ts';

export interface Row {
  readonly title: string;
  /** In Grafana's units, of some 30 pixels each. */
  readonly height: number;
  /** Side by side, all as wide. */
  readonly panels: readonly Panel[];
}

export interface DashboardOptions {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly rows: readonly Row[];
  readonly variables?: readonly dashboard.TextBoxVariableBuilder[];
}

const GRID_COLUMNS = 24;

/** Puts rows of panels under each other, and numbers the panels in the order in which they are read. */
export function buildDashboard(options: DashboardOptions): dashboard.Dashboard {
  const { uid, title, description, rows, variables = [] } = options;
  const built = new dashboard.DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['post-views'])
    .timezone('browser')
    .refresh('30s')
    .time({ from: 'now-1h', to: 'now' })
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .link(
      new dashboard.DashboardLinkBuilder('Post views')
        .type(dashboard.DashboardLinkType.Dashboards)
        .tags(['post-views'])
        .includeVars(true)
        .keepTime(true),
    )
    .withVariable(
      new dashboard.DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'),
    );
  for (const variable of variables) built.withVariable(variable);
  return { ...built.build(), panels: placed(rows) };
}

function placed(rows: readonly Row[]): (dashboard.Panel | dashboard.RowPanel)[] {
  let y = 0;
  let id = 0;
  return rows.flatMap(({ title, height, panels }) => {
    const heading = new dashboard.RowBuilder(title)
      .id(++id)
      .gridPos({ x: 0, y, w: GRID_COLUMNS, h: 1 })
      .build();
    const w = GRID_COLUMNS / panels.length;
    const below = panels.map((panel, index) =>
      panel
        .id(++id)
        .gridPos({ x: index * w, y: y + 1, w, h: height })
        .build(),
    );
    y += 1 + height;
    return [heading, ...below];
  });
}
