/** A component as pnpm writes it; fields that nothing here looks at go through as they are. */
export interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly group?: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly License[];
  readonly hashes?: readonly Hash[];
  readonly externalReferences?: readonly ExternalReference[];
}

export type License =
  | { readonly license: { readonly id: string } | { readonly name: string } }
  | { readonly expression: string };

export interface Hash {
  readonly alg: string;
  readonly content: string;
}

export interface ExternalReference {
  readonly type: string;
  readonly url: string;
  readonly hashes?: readonly Hash[];
}

export interface Dependency {
  readonly ref: string;
  readonly dependsOn: readonly string[];
}

/** What is read here of CycloneDX 1.6: https://cyclonedx.org/docs/1.6/json/ */
export interface Bom {
  readonly serialNumber: string;
  readonly metadata: { readonly timestamp: string; readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly Dependency[];
}

/** `@scope/name` or `name`. */
export function nameOf({ group, name }: Component): string {
  return group === undefined ? name : `${group}/${name}`;
}

/** In the words of the package, an SPDX id or expression; undefined when it names none. */
export function licenceOf({ licenses: [first] = [] }: Component): string | undefined {
  if (first === undefined) return undefined;
  if ('expression' in first) return first.expression;
  return 'id' in first.license ? first.license.id : first.license.name;
}
