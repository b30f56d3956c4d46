import type { Panel } from '../read-dashboard.ts';
import { colourNamed, INK } from './colours.ts';
import { type Box, box, text } from './svg.ts';
import { format } from './units.ts';

/** One number on the colour of its threshold. @param value `undefined` when there is none */
export function drawStat(panel: Panel, value: number | undefined, place: Box): string {
  const { unit = 'short', decimals, noValue = '', thresholds } = panel.fieldConfig?.defaults ?? {};
  const known = value !== undefined && !Number.isNaN(value);
  const step = thresholds?.steps.findLast(
    (it) => it.value === null || (known && value >= it.value),
  );
  const { x, y, width, height } = place;
  const middle = x + width / 2;
  return [
    box(place, known ? colourNamed(step?.color ?? 'blue') : '#a8adb5'),
    text(x + 10, y + 20, panel.title, { size: 12, colour: '#ffffff', bold: true }),
    text(middle, y + height / 2 + 20, known ? format(value, unit, decimals) : noValue, {
      size: 26,
      colour: known ? '#ffffff' : INK.text,
      bold: true,
      centred: true,
    }),
  ].join('');
}
