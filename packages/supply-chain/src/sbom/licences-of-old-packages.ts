import { runPnpm } from '../run-program.ts';
import { type Bom, nameOf } from './bom.ts';

type Listed = Record<
  string,
  readonly { readonly name: string; readonly versions: readonly string[] }[]
>;

/**
 * The BOM with the licences of packages that declare them in the form that npm gave up (`licenses`, a list). `pnpm licenses`
 * reads it, `pnpm sbom` doesn't.
 */
export async function withLicencesOfOldPackages(bom: Bom): Promise<Bom> {
  if (bom.components.every(({ licenses }) => licenses)) return bom;
  const listed: Listed = JSON.parse(await runPnpm('--recursive', 'licenses', 'list', '--json'));
  const licences = new Map<string, string>();
  for (const [licence, packages] of Object.entries(listed)) {
    for (const { name, versions } of packages) {
      for (const version of versions) licences.set(`${name}@${version}`, licence);
    }
  }
  const components = bom.components.map((component) => {
    const name = licences.get(`${nameOf(component)}@${component.version}`);
    return component.licenses || !name
      ? component
      : { ...component, licenses: [{ license: { name } }] };
  });
  return { ...bom, components };
}
