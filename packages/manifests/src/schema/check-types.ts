import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Finding, type Manifest, nameOf } from '../manifest.ts';
import { type Literal, toLiteral } from './literal.ts';

/** An object, and the module that has the type of its kind. */
export interface TypedManifest {
  readonly object: Manifest;
  readonly specifier: string;
}

/** Where modules of this package are found. */
const NODE_MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const COMPILER_OPTIONS = {
  strict: true,
  target: 'es2024',
  module: 'nodenext',
  types: [],
  noEmit: true,
  skipLibCheck: true,
};
const DIAGNOSTIC = /^(\d+)\.ts\((\d+),\d+\): error TS\d+: (.+)$/gm;

/**
 * Has the compiler look at each object as a literal of its type, which is the one way to have unknown fields refused that
 * needs no schema but the types: an object literal may have no others. Where a field is wrong, it may not mention an
 * unknown one further up.
 */
export async function checkTypes(typed: readonly TypedManifest[]): Promise<readonly Finding[]> {
  const literals = typed.map(({ object }) => toLiteral(object));
  const folder = await mkdtemp(join(NODE_MODULES, '.check-types-'));
  try {
    const sources = typed.map(({ object: { kind }, specifier }, index) =>
      writeFile(join(folder, `${index}.ts`), sourceOf(specifier, kind, literals[index])),
    );
    const config = { compilerOptions: COMPILER_OPTIONS, files: typed.map((_, i) => `${i}.ts`) };
    await Promise.all([
      ...sources,
      writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config)),
    ]);
    const findings = [...(await compile(folder)).matchAll(DIAGNOSTIC)];
    return findings.map(([, file, line, problem = '']) => ({
      object: nameOf(typed[Number(file)]?.object ?? { apiVersion: '', kind: '' }),
      field: literals[Number(file)]?.fields[Number(line) - FIRST_LINE] ?? '',
      problem: shortened(problem),
    }));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** In which line of the source the literal begins. */
const FIRST_LINE = 3;

function sourceOf(specifier: string, kind: string, literal: Literal | undefined): string {
  const { lines = [] } = literal ?? {};
  return [
    `import type { I${kind} } from '${specifier}';`,
    `export const object: I${kind} =`,
    ...lines,
    '',
  ].join('\n');
}

/**
 * @returns what the compiler has found
 * @throws when it could not do its work
 */
async function compile(folder: string): Promise<string> {
  const args = ['--project', folder, '--pretty', 'false'];
  try {
    await promisify(execFile)(join(NODE_MODULES, '.bin/tsc'), args, { cwd: folder });
    return '';
  } catch (error) {
    const { stdout } = error as { stdout?: string };
    if (!stdout?.match(DIAGNOSTIC)) throw error;
    return stdout;
  }
}

/** Without what the compiler says of literals in general. */
function shortened(problem: string): string {
  return problem.replace(/^Object literal may only specify known properties, (and|but) /, '');
}
