import type { Finding, Manifest } from '../manifest.ts';

/** What holds for the objects of an overlay together, beyond what their schemas say. */
export interface Rule {
  /** What is so when nothing is found. */
  readonly says: string;
  readonly check: (objects: readonly Manifest[]) => readonly Finding[];
}
