import type { Bom, Component, Dependency } from './bom.ts';

/**
 * One BOM of those of several packages, about the one called `root`.
 *
 * pnpm resolves packages side by side and lists them as they come; of a workspace package that several others use it
 * sometimes names no dependencies. In the BOM of that package itself they are complete. So everything is united here,
 * and sorted.
 *
 * @param root the name of one of the packages without its scope
 */
export function mergeBoms(boms: readonly Bom[], root: string): Bom {
  const main = boms.find(({ metadata }) => metadata.component.name === root);
  if (!main) throw new Error(`pnpm wrote no SBOM of ${root}`);
  const rootRef = main.metadata.component['bom-ref'];
  const components = new Map<string, Component>();
  // A package seen from another one comes last: seen by itself, it takes what it lacks from the root of the repository.
  for (const { metadata } of boms)
    components.set(metadata.component['bom-ref'], metadata.component);
  for (const component of boms.flatMap((bom) => bom.components)) {
    components.set(component['bom-ref'], component);
  }
  components.delete(rootRef);
  return {
    ...main,
    components: sortedBy('bom-ref', [...components.values()]),
    dependencies: unite(boms.flatMap((bom) => bom.dependencies)),
  };
}

function unite(dependencies: readonly Dependency[]): Dependency[] {
  const united = new Map<string, Set<string>>();
  for (const { ref, dependsOn } of dependencies) {
    united.set(ref, (united.get(ref) ?? new Set()).union(new Set(dependsOn)));
  }
  const rows = [...united].map(([ref, dependsOn]) => ({ ref, dependsOn: [...dependsOn].sort() }));
  return sortedBy('ref', rows);
}

/** By code units, which are the same in every locale. */
function sortedBy<K extends string, T extends { readonly [key in K]: string }>(
  key: K,
  rows: readonly T[],
): T[] {
  return rows.toSorted((a, b) => (a[key] < b[key] ? -1 : 1));
}
