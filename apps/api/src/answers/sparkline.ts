import { area, line } from 'd3-shape';
import { z } from 'zod';
import { type Answer, etagOf, type Format } from './answer.ts';

type DailyViews = readonly { readonly date: string; readonly views: number }[];

const WIDTH = 120;
const HEIGHT = 24;
/** Room for half the width of the line. */
const MARGIN = 1.5;
const COLOUR = '#2f6fdb';

/**
 * A line of the views of each day, oldest first, to stand in a text or a list: 120 by 24 pixels, the scale from 0 to the
 * highest. No script, no style sheet and no font, since programs for e-mail drop all of them.
 */
export const sparklineFormat: Format<DailyViews, unknown> = {
  mediaType: 'image/svg+xml',
  schema: z.string(),
  answer: sparklineAnswer,
};

function sparklineAnswer(days: DailyViews): Answer {
  const counts = days.map(({ views }) => views);
  const highest = Math.max(1, ...counts);
  const step = (WIDTH - 2 * MARGIN) / Math.max(1, counts.length - 1);
  const bottom = HEIGHT - MARGIN;
  const x = (_count: number, index: number) => round(MARGIN + index * step);
  const y = (count: number) => round(bottom - (count / highest) * (HEIGHT - 2 * MARGIN));
  const filled = area<number>().x(x).y0(bottom).y1(y)(counts) ?? '';
  const drawn = line<number>().x(x).y(y)(counts) ?? '';
  const last = counts.length - 1;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const body =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">` +
    `<title>${total} views from ${days[0]?.date} to ${days[last]?.date}, at most ${Math.max(0, ...counts)} a day</title>` +
    `<path d="${filled}" fill="${COLOUR}" fill-opacity="0.15"/>` +
    `<path d="${drawn}" fill="none" stroke="${COLOUR}" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round"/>` +
    `<circle cx="${x(0, last)}" cy="${y(counts[last] ?? 0)}" r="1.5" fill="${COLOUR}"/></svg>\n`;
  return { type: 'image/svg+xml; charset=utf-8', etag: etagOf(body), body, staleBody: () => body };
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
