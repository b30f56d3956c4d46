import { expect, it } from 'vitest';
import { collectLines } from '../../src/said-lines.ts';

const line = (fields: object) => `${JSON.stringify(fields)}\n`;

it('knows of each event the first line and the last, however the text is cut', () => {
  const text = [1, 2, 3].map((n) => line({ level: 'info', event: 'done', n })).join('');
  for (let size = 1; size <= text.length; size++) {
    const lines = collectLines();
    for (let at = 0; at < text.length; at += size) lines.add(text.slice(at, at + size));
    expect(lines.first('done')).toEqual({ level: 'info', event: 'done', n: 1 });
    expect(lines.last('done')).toEqual({ level: 'info', event: 'done', n: 3 });
  }
});

it('says when something is said for the first time', () => {
  const lines = collectLines();
  expect(lines.add(line({ event: 'started' }).trim())).toBe(false);
  expect(lines.add('\n')).toBe(true);
  expect(lines.add(line({ event: 'started' }))).toBe(false);
  expect(lines.add(line({ event: 'stopped' }) + line({ event: 'started' }))).toBe(true);
});

it('passes over lines that tell no event', () => {
  const lines = collectLines();
  expect(lines.add(`words\n\n${line({ name: '"event":"no"' })}`)).toBe(false);
  expect(lines.first('no')).toBeUndefined();
});
