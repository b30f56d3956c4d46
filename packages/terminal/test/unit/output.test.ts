import { describe, expect, it } from 'vitest';
import { fakeOutput } from '../../src/fake-output.ts';
import { count, size } from '../../src/format.ts';
import { createProgress } from '../../src/progress.ts';
import { Table } from '../../src/table.ts';
import { cut, visible, visibleLines } from '../../src/visible.ts';

describe('visible', () => {
  it('leaves nothing to a terminal that it could obey', () => {
    expect(visible('a\u001b[31mb\r\n\u009b2J\u202e\u2028é')).toBe(
      'a\\u001b[31mb\\u000d\\u000a\\u009b2J\\u202e\\u2028é',
    );
    expect(visible('\u{e0001}')).toBe('\\udb40\\udc01');
    expect(visibleLines('a\n\u0007b')).toBe('a\n\\u0007b');
    expect(JSON.parse(visible('"\u202e"'))).toBe('\u202e');
  });
});

describe('cut', () => {
  it('keeps to the columns, two for what may be wide', () => {
    expect(cut('abcdef', 6)).toBe('abcdef');
    expect(cut('abcdef', 5)).toBe('abcd…');
    expect(cut('日本語', 6)).toBe('日本語');
    expect(cut('日本語', 5)).toBe('日本…');
  });
});

describe('size', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [66_071, '64.5 KiB'],
    [8 * 1024 ** 2, '8.0 MiB'],
  ])('of %d is %s', (bytes, text) => expect(size(bytes)).toBe(text));
});

describe('Table', () => {
  const columns = [
    { header: 'N', align: 'right' },
    { header: 'WHAT', least: 6 },
    { header: 'BODY', least: 8 },
  ] as const;
  const write = (width?: number) => {
    const out = fakeOutput(width);
    const table = new Table(out, columns);
    table.add(['9', 'timestamp', 'some long body']);
    table.add(['10', 'id', 'x']);
    table.flush();
    return out.text.replaceAll('<dim>', '').split('\n').slice(0, -1);
  };

  it('is as wide as what is in it', () => {
    expect(write()).toEqual([
      ' N  WHAT       BODY',
      ' 9  timestamp  some long body',
      '10  id         x',
    ]);
  });

  it('narrows the widest column, and lets the last one go, to fit a terminal', () => {
    expect(write(24)).toEqual([
      ' N  WHAT       BODY',
      ' 9  timestamp  some lon…',
      '10  id         x',
    ]);
    expect(write(20)).toEqual([' N  WHAT    BODY', ' 9  times…  some lo…', '10  id      x']);
    expect(write(19)).toEqual([' N  WHAT', ' 9  timestamp', '10  id']);
  });

  it('writes rows as they come once it knows the widths', () => {
    const out = fakeOutput();
    const table = new Table(out, columns);
    for (let n = 0; n < 50; n += 1) table.add([String(n), 'a', 'b']);
    expect(out.text.split('\n')).toHaveLength(52);
    table.add(['50', 'longer than all before', 'b']);
    expect(out.text).toContain('50  longer than all before  b\n');
  });
});

describe('createProgress', () => {
  it('draws on a terminal: the rate and what remains', () => {
    let now = 0;
    const output = fakeOutput(100);
    const progress = createProgress(output, {
      total: 2000,
      amount: (n) => `${count(n)} letters`,
      now: () => now,
    });
    progress.update(1);
    expect(output.text).toBe('');
    now = 500;
    progress.update(500);
    expect(output.text).toContain('1,500 of 2,000 letters to go, 1,000/s');
    progress.clear();
    expect(output.text.endsWith('\r\u001b[K')).toBe(true);
  });

  it('is silent elsewhere', () => {
    const output = fakeOutput();
    const progress = createProgress(output, {
      total: 10,
      amount: String,
      now: () => performance.now() + 1e6,
    });
    progress.update(5);
    progress.clear();
    expect(output.text).toBe('');
  });
});
