import { INK } from './colours.ts';

const GAP = 16;
const LINE_HEIGHT = 14 + GAP;
/** The line before a name, and the space around both. */
const BESIDE_NAME = 18 + GAP;
/** About so wide is a letter, in parts of the size of its font: there is no screen here to measure it on. */
const LETTER = 0.6;
const FONT_SIZE = 10;

/** Names below a graph, as ECharts is told of them. */
export const LEGEND = {
  bottom: 2,
  left: 4,
  icon: 'roundRect',
  itemWidth: 12,
  itemHeight: 3,
  itemGap: GAP,
  textStyle: { color: INK.text, fontSize: FONT_SIZE },
  selectedMode: false,
} as const;

/** Pixels that the names take, in as many lines as they need. @param width of the graph, in pixels */
export function legendHeight(names: readonly string[], width: number): number {
  let [lines, used] = [1, 0];
  for (const name of names) {
    const needed = name.length * LETTER * FONT_SIZE + BESIDE_NAME;
    if (used + needed > width && used > 0) [lines, used] = [lines + 1, 0];
    used += needed;
  }
  return 26 + LINE_HEIGHT * (lines - 1);
}

/** How wide a text is, about, in pixels. @param font as in `12px sans-serif` */
export function textWidth(text: string, font: string): number {
  const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
  return text.length * LETTER * size;
}
