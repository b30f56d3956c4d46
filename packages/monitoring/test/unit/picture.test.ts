import { describe, expect, it } from 'vitest';
import { drawDashboard } from '../../src/picture/draw-dashboard.ts';
import { format } from '../../src/picture/units.ts';
import type { Dashboard, Panel } from '../../src/read-dashboard.ts';

describe('values are shown as Grafana shows them', () => {
  it.each([
    [0, 'short', '0'],
    [12_345, 'short', '12.3 K'],
    [0, 's', '0 s'],
    [0.0123, 's', '12.3 ms'],
    [61.5, 's', '61.5 s'],
    [0.0185, 'percentunit', '1.85%'],
    [100 * 1024 ** 2, 'bytes', '100 MiB'],
    [401, 'ops', '401 ops/s'],
    [14, 'd', '14 days'],
  ])('%d in %s is %s', (value, unit, shown) => {
    expect(format(value, unit)).toBe(shown);
  });

  it('to so many decimals when it is asked for', () => {
    expect(format(0.9877, 's', 1)).toBe('987.7 ms');
    expect(format(0.9877, 'percentunit', 0)).toBe('99%');
  });
});

describe('the picture of a dashboard', () => {
  const steps = [
    { value: null, color: 'green' },
    { value: 1, color: 'red' },
  ];
  const stat: Panel = {
    id: 1,
    type: 'stat',
    title: 'Drift <rows>',
    gridPos: { x: 0, y: 0, w: 12, h: 4 },
    fieldConfig: {
      defaults: { unit: 'short', noValue: '–', thresholds: { steps } },
      overrides: [],
    },
  };
  const graph: Panel = {
    id: 2,
    type: 'timeseries',
    title: 'Events',
    gridPos: { x: 0, y: 4, w: 24, h: 8 },
    fieldConfig: {
      defaults: { unit: 'ops' },
      overrides: [
        { matcher: { options: 'counted' }, properties: [{ value: { fixedColor: 'purple' } }] },
      ],
    },
  };
  const dashboard: Dashboard = { uid: 'x', title: 'Post views', panels: [stat, graph] };
  const draw = (value: number) =>
    drawDashboard({
      dashboard,
      caption: 'at noon',
      shown: new Map([
        [1, [{ name: 'Drift', points: [[0, value]] }]],
        [
          2,
          [
            {
              name: 'counted',
              points: [
                [0, 1],
                [60_000, 5],
              ],
            },
          ],
        ],
      ]),
    });

  it('has the colour of the threshold that was reached, and that of the series', () => {
    expect(draw(0)).toContain('fill="#56a64b"');
    expect(draw(0)).not.toContain('fill="#e02f44"');
    expect(draw(3)).toContain('fill="#e02f44"');
    expect(draw(0)).toContain('stroke="#a352cc"');
  });

  it('shows titles as they are, and says when there is no number', () => {
    expect(draw(3)).toContain('Drift &lt;rows&gt;');
    expect(draw(Number.NaN)).toContain('>–<');
    expect(draw(Number.NaN)).not.toContain('NaN');
  });
});
