import type { Dashboard, GridPos, Panel } from '../read-dashboard.ts';
import { INK } from './colours.ts';
import { drawGraph, type Line } from './draw-graph.ts';
import { drawStat } from './draw-stat.ts';
import { type Box, box, escaped, text } from './svg.ts';

/** What a panel shows: lines, or of a single number the last. */
export type Shown = readonly Line[];

export interface Picture {
  readonly dashboard: Dashboard;
  /** By the id of the panel. */
  readonly shown: ReadonlyMap<number, Shown>;
  /** Under the title: when it was, and what happened. */
  readonly caption: string;
}

const COLUMN = 60;
const COLUMNS = 24;
const UNIT = 30;
const GAP = 8;
const MARGIN = 16;
const HEADER = 64;
const TITLE_HEIGHT = 26;
const WIDTH = COLUMN * COLUMNS + 2 * MARGIN;
const FONT = 'Inter, Helvetica, Arial, sans-serif';

/** A dashboard as Grafana lays it out, in its light theme, as one SVG. */
export function drawDashboard({ dashboard, shown, caption }: Picture): string {
  const bottom = Math.max(...dashboard.panels.map(({ gridPos }) => gridPos.y + gridPos.h));
  const height = HEADER + bottom * (UNIT + GAP) + MARGIN;
  const panels = dashboard.panels.map((panel) => drawPanel(panel, shown.get(panel.id) ?? []));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="${FONT}">`,
    `<title>${escaped(dashboard.title)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="${INK.page}"/>`,
    text(MARGIN, 30, dashboard.title, { size: 20, colour: INK.text, bold: true }),
    text(MARGIN, 50, caption, { size: 12, colour: INK.faint }),
    ...panels,
    '</svg>\n',
  ].join('\n');
}

function drawPanel(panel: Panel, lines: Shown): string {
  const place = placeOf(panel.gridPos);
  if (panel.type === 'row') {
    const words = `⌄ ${panel.title}`;
    return text(place.x, place.y + 20, words, { size: 14, colour: INK.text, bold: true });
  }
  if (panel.type === 'stat')
    return drawStat(panel, lines[0]?.points.at(-1)?.[1] ?? undefined, place);
  const graph = drawGraph(panel, lines, {
    width: place.width,
    height: place.height - TITLE_HEIGHT,
  });
  const inside = `<svg x="${place.x}" y="${place.y + TITLE_HEIGHT}" `;
  return [
    box(place, '#ffffff', INK.line),
    text(place.x + 10, place.y + 19, panel.title, { size: 12, colour: INK.text, bold: true }),
    graph.replace('<svg ', inside),
  ].join('\n');
}

function placeOf({ x, y, w, h }: GridPos): Box {
  return {
    x: MARGIN + x * COLUMN + (x === 0 ? 0 : GAP / 2),
    y: HEADER + y * (UNIT + GAP),
    width: w * COLUMN - (x === 0 || x + w === COLUMNS ? GAP / 2 : GAP),
    height: h * (UNIT + GAP) - GAP,
  };
}
