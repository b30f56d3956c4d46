import { deepStrictEqual, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface File {
  readonly mode: string;
  readonly owner: string;
  readonly size: string;
  /** Without a slash in front. */
  readonly path: string;
  /** Where a link leads. */
  readonly target: string | undefined;
}

/** The service runs without any of it, and whoever has broken into it would like to have it. */
const UNWANTED = [
  [/(^|\/)(sh|bash|dash|busybox)$/, 'a shell'],
  [/(^|\/)(npm|npx|pnpm|yarn|corepack|apt|apt-get|dpkg|apk)$/, 'a package manager'],
  [/(^|\/)(pnpm-[\w-]+\.yaml|\.modules\.yaml|\.bin)(\/|$)/, 'what a package manager reads'],
  [/(^|\/)\.(env|npmrc|git)(\/|$)/, 'settings'],
  [/^app\/.*\/tests?\//, 'tests'],
  [/^app\/.*\.(map|d\.[mc]?ts)$/, 'what only compilers and debuggers read'],
  [/\/node_modules\/@types\//, 'types'],
  // The client for Prometheus needs the API, which does nothing by itself.
  [/\/node_modules\/@opentelemetry\/(?!api(\/|$))./, 'OpenTelemetry'],
] as const;

/** Which Debian packages are in it, and the licences of those, for scanners and lawyers. */
const WANTED = ['etc/os-release', 'var/lib/dpkg/status.d/libc6', 'usr/share/doc/libc6/copyright'];

/**
 * Fails when one of two builds of the same, `<build>.tar` and `<build>-again.tar`, has what it should not have, or
 * another content.
 *
 * @param devDependencies those of the root
 * @returns how many files and folders there are
 */
export function checkFiles(build: string, devDependencies: readonly string[]): number {
  const files = list(`${build}.tar`);
  for (const [pattern, what] of [
    ...UNWANTED,
    [new RegExp(`/node_modules/(${devDependencies.join('|')})/`), 'a development dependency'],
  ] as const) {
    const found = files.find(({ path }) => pattern.test(path));
    ok(found === undefined, `has ${what}: ${found?.path}`);
  }
  for (const path of WANTED)
    ok(
      files.some((file) => file.path === path),
      `has no ${path}`,
    );
  deepStrictEqual(files.filter(isWritable), [], 'who runs it can change it');
  deepStrictEqual(contentOf(`${build}-again.tar`), contentOf(`${build}.tar`), 'two builds differ');
  return files.length;
}

/** By anyone but root. A link says so of itself, and is not. */
function isWritable({ mode, owner }: File): boolean {
  return owner !== '0/0' || (!mode.startsWith('l') && /w.$|w..$/.test(mode.slice(4)));
}

/** Without times, which are those of the build. */
function list(archive: string): File[] {
  const output = execFileSync(
    'tar',
    ['--list', '--verbose', '--numeric-owner', '--file', archive],
    {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  return output
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [mode = '', owner = '', size = '', , , ...names] = line.split(/ +/);
      const [path = '', target] = names.join(' ').split(' -> ');
      return { mode, owner, size, path, target };
    })
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

function contentOf(archive: string): (File & { readonly hash: string })[] {
  const folder = `${archive}.files`;
  mkdirSync(folder);
  execFileSync('tar', ['--extract', '--directory', folder, '--file', archive]);
  return list(archive).map((file) => {
    const bytes = file.mode.startsWith('-') ? readFileSync(join(folder, file.path)) : '';
    return { ...file, hash: createHash('sha256').update(bytes).digest('hex') };
  });
}
