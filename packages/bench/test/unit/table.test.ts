import { styleText } from 'node:util';
import { describe, expect, it } from 'vitest';
import { renderTable } from '../../src/report/table.ts';

describe('renderTable', () => {
  it('aligns cells, names groups of columns, and draws rules', () => {
    const table = renderTable(
      [
        { title: '', align: 'left' },
        { group: 'events/s', title: 'median', align: 'right' },
        { group: 'events/s', title: 'min … max', align: 'right' },
        { group: 'a name that is wide', title: 'n', align: 'right' },
      ],
      [['article', '900', '800 … 1,000', '1'], 'rule', ['this', '45,000', '–']],
    );
    expect(table).toBe(
      [
        '          events/s ───────────   a name that is wide',
        '          median     min … max                     n',
        '────────────────────────────────────────────────────',
        'article      900   800 … 1,000                     1',
        '────────────────────────────────────────────────────',
        'this      45,000             –',
        '',
      ].join('\n'),
    );
  });

  it('does not count colours', () => {
    const green = styleText('green', '✓', { validateStream: false });
    const table = renderTable(
      [
        { title: 'met', align: 'right' },
        { title: 'by', align: 'left' },
      ],
      [[green, 'a']],
    );
    expect(table.split('\n').at(2)).toBe(`  ${green}   a`);
  });
});
