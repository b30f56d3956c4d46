import { readText } from './repository.ts';

/** A code block of the README or of docs/api.md. */
export interface CodeBlock {
  readonly language: string;
  readonly text: string;
}

export const readme = readText('README.md');

const api = readText('docs/api.md');

/** In their order, those of the README first. */
const codeBlocks: readonly CodeBlock[] = [
  ...`${readme}\n${api}`.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm),
].map(([, language = '', text = '']) => ({ language, text }));

/** Every line that the reader is told to run. */
export const commands: readonly string[] = codeBlocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.trim().split('\n'));

/** A `curl` with the answer that stands after it. */
export interface DocumentedRequest {
  readonly command: string;
  readonly language: string;
  readonly answer: string;
}

export const requests: readonly DocumentedRequest[] = codeBlocks.flatMap(({ text }, index) => {
  const answer = codeBlocks[index + 1];
  if (!text.startsWith('curl ') || answer === undefined) return [];
  return [{ command: text.trim(), language: answer.language, answer: answer.text }];
});

/** What a JSON value is made of, without its values: `{ data: [{ rank: 'number' }] }`. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shapeOf(part)]));
}
