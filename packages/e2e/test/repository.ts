import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The root of the repository, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** @param file from the root of the repository */
export function readText(file: string): string {
  return readFileSync(ROOT + file, 'utf8');
}
