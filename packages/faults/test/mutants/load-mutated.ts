import { registerHooks } from 'node:module';
import type { Change } from './mutants.ts';

// Loaded before a consumer (`node --import`), which knows nothing of it: changes its source while it is read.

const changes = JSON.parse(process.env['MUTANT_CHANGES'] ?? '[]') as readonly Change[];

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const here = changes.filter(({ file }) => url.endsWith(file));
    if (here.length === 0) return loaded;
    const source = here.reduce((text, { file, from, to }) => {
      const parts = text.split(from);
      if (parts.length !== 2)
        throw new Error(`${file} holds this ${parts.length - 1} times: ${from}`);
      return parts.join(to);
    }, textOf(loaded.source));
    return { ...loaded, source };
  },
});

function textOf(source: string | ArrayBuffer | NodeJS.TypedArray | null | undefined): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source ?? undefined);
}
