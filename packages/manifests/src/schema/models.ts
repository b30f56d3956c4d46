import type { Model, TypeMeta } from '@kubernetes-models/base';

/** Where the types of a kind are, and its class. */
export interface KindModel {
  /** Of the module that has both. */
  readonly specifier: string;
  readonly create: (object: object) => Model<unknown>;
}

/** Packages that have the kinds of an API group; all others are Kubernetes' own. */
const PACKAGES: Readonly<Record<string, string>> = {
  'external-secrets.io': '@kubernetes-models/external-secrets',
  'keda.sh': '@kubernetes-models/keda',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};
const SAFE = /^[a-z][a-z0-9.-]*(\/v\w+)?\/[A-Z]\w*$/;

/** @returns undefined for what is no kind, or one whose types are not here */
export async function modelOf({ apiVersion, kind }: TypeMeta): Promise<KindModel | undefined> {
  if (!SAFE.test(`${apiVersion}/${kind}`)) return undefined;
  const [group = ''] = apiVersion.split('/');
  const specifier = `${PACKAGES[group] ?? 'kubernetes-models'}/${apiVersion}/${kind}`;
  const Kind = await classOf(specifier, kind);
  // Parts of objects have types as well, but no kind.
  if (Kind?.apiVersion !== apiVersion || Kind.kind !== kind) return undefined;
  return { specifier, create: (object) => new Kind(object) };
}

type KindClass = Partial<TypeMeta> & (new (data: object) => Model<unknown>);

async function classOf(specifier: string, kind: string): Promise<KindClass | undefined> {
  try {
    const module = (await import(specifier)) as Record<string, KindClass>;
    return module[kind];
  } catch {
    return undefined;
  }
}
