import { describe, expect, it } from 'vitest';
import { DASHBOARD_NAMES, readDashboard, shownPanels } from '../../src/read-dashboard.ts';

const GRID_COLUMNS = 24;

describe.each(DASHBOARD_NAMES)('the dashboard %s', async (name) => {
  const dashboard = await readDashboard(name);
  const panels = shownPanels(dashboard);

  it('has an address that stays, and panels that can be told apart', () => {
    expect(dashboard.uid).toMatch(/^post-views-\w+$/);
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const titles = panels.map(({ title, type }) => `${type} ${title}`);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('says first whether all is well', () => {
    const [heading, ...rest] = dashboard.panels;
    expect(heading).toMatchObject({ type: 'row', title: 'Is all well?' });
    const end = rest.findIndex(({ type }) => type === 'row');
    expect(rest.slice(0, end).every(({ type }) => type === 'stat')).toBe(true);
  });

  it.each(panels)('$type "$title" asks for something, in a unit, and explains itself', (panel) => {
    const targets = panel.targets ?? [];
    expect(targets.length).toBeGreaterThan(0);
    for (const { expr } of targets) expect(expr).not.toBe('');
    expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
    expect(panel.description).toMatch(/\.$/);
    expect(panel.fieldConfig?.defaults.unit).toBeTruthy();
  });

  it('has no panel over another, and none beside the screen', () => {
    const taken = new Set<string>();
    for (const { gridPos, title } of dashboard.panels) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(GRID_COLUMNS);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken, title).not.toContain(`${x} ${y}`);
          taken.add(`${x} ${y}`);
        }
    }
  });
});
