import { readFile } from 'node:fs/promises';

export const ROOT = new URL('../../../', import.meta.url);

/** @param file from the root of the repository */
export function readCommitted(file: string): Promise<string> {
  return readFile(new URL(file, ROOT), 'utf8');
}
