import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Figures, readFigures } from './figures.ts';

const DOCS = join(import.meta.dirname, '../../../../docs');
const FRAME = join(import.meta.dirname, 'document.md');

/** The page that is made of the figures. */
export const DOCUMENT = join(DOCS, 'reliability.md');

/** @returns the text around the figures, and the figures that are kept with the project */
export async function readParts(): Promise<{ frame: string; runs: Figures[] }> {
  const folder = join(DOCS, 'reliability');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const runs = await Promise.all(names.map((name) => readFigures(join(folder, name))));
  return { frame: await readFile(FRAME, 'utf8'), runs };
}
