import { type Bom, nameOf } from '../sbom/bom.ts';

/**
 * By which dependencies a component got in: the shortest way from a package of this repository, which comes first.
 *
 * @returns names, the component's own at the end
 */
export function wayTo(target: string, bom: Bom): string[] {
  const components = [bom.metadata.component, ...bom.components];
  const names = new Map(components.map((component) => [component['bom-ref'], nameOf(component)]));
  const users = new Map<string, string[]>();
  for (const { ref, dependsOn } of bom.dependencies) {
    for (const used of dependsOn) users.set(used, [...(users.get(used) ?? []), ref]);
  }
  // From the component to its users and theirs, one step at a time, until one of them is ours.
  const seen = new Set([target]);
  let ways = [[target]];
  while (ways.length > 0) {
    const [own] = ways.filter(([first = '']) => isOurs(names.get(first)));
    if (own) return own.map((ref) => names.get(ref) ?? ref);
    ways = ways.flatMap((way) =>
      (users.get(way[0] ?? '') ?? [])
        .filter((user) => !seen.has(user) && seen.add(user))
        .map((user) => [user, ...way]),
    );
  }
  return [names.get(target) ?? target];
}

function isOurs(name: string | undefined): boolean {
  return name === 'post-views' || name?.startsWith('@post-views/') === true;
}
