import { readFileSync } from 'node:fs';

const PACKAGE = new URL('../../../../package.json', import.meta.url);

/**
 * With what a script of the root starts Node: `--a --b` of `node --a --b apps/api/src/main.ts`.
 *
 * @throws when there is no such script, or it starts something else
 */
export function nodeOptionsOf(script: string): string {
  const { scripts } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as {
    scripts: Record<string, string>;
  };
  const options = scripts[script]?.match(/^node ((?:--\S+ )*)\S+$/)?.[1];
  if (options === undefined) throw new Error(`package.json: ${script} does not start Node alone`);
  return options.trim();
}
