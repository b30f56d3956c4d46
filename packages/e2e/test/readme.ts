import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The code blocks of the README, in order. */
export interface CodeBlock {
  readonly language: string;
  readonly text: string;
}

export const readme = readFileSync(`${ROOT}README.md`, 'utf8');

export const codeBlocks: readonly CodeBlock[] = [
  ...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm),
].map(([, language = '', text = '']) => ({ language, text }));

/** Every line that the README tells the reader to run. */
export const commands: readonly string[] = codeBlocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.trim().split('\n'));

/** Each `curl` of the README with the answer that stands after it. */
export const requests: readonly { command: string; answer: unknown }[] = codeBlocks.flatMap(
  ({ text }, index) => {
    const answer = codeBlocks[index + 1];
    if (!text.startsWith('curl ') || answer?.language !== 'json') return [];
    return [{ command: text.trim(), answer: JSON.parse(answer.text) }];
  },
);

/** What a JSON value is made of, without its values: `{ data: [{ rank: 'number' }] }`. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shapeOf(part)]));
}
