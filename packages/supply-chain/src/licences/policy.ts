/**
 * What may be in an image, in the words of SPDX (https://spdx.org/licenses/): do what you like, but keep the notice. Of a package
 * that offers a choice, the whole choice stands here, once somebody has read it.
 */
export const ALLOWED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT OR Apache-2.0',
  '(MIT OR CC0-1.0)',
]);

export interface Exception {
  /** The whole name; of tools that have a package for each platform, all of them. */
  readonly name: RegExp;
  readonly licence: string;
  readonly reason: string;
}

/** What else development may use. None of it is in an image, where no exception holds. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    name: /^argparse$/,
    licence: 'Python-2.0',
    reason: 'permissive, but with terms of its own; reads command lines for a YAML parser',
  },
  {
    name: /^argparse$/,
    licence: 'PSF-2.0',
    reason: 'the same package, later, under the later text of the same licence',
  },
  {
    name: /^lightningcss(-.+)?$/,
    licence: 'MPL-2.0',
    reason: 'asks for the source of changed files only, and we change none; comes with Vitest',
  },
  {
    name: /^railroad-diagrams$/,
    licence: 'CC0-1.0',
    reason: 'in the public domain, but says nothing of patents; comes with what validates SBOMs',
  },
  {
    name: /^tweetnacl$/,
    licence: 'Unlicense',
    reason: 'in the public domain, which not every country knows; comes with Testcontainers',
  },
];
