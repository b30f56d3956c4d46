import type { IObjectMeta } from '@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta';
import type { TypeMeta } from '@kubernetes-models/base';
import { parseAllDocuments } from 'yaml';

/** Any object of Kubernetes, as it was rendered. */
export interface Manifest extends TypeMeta {
  readonly metadata?: IObjectMeta;
}

/** What is wrong, and where. */
export interface Finding {
  /** See {@link nameOf}. */
  readonly object: string;
  /** Of the field, as in `spec.replicas`; empty for the object as a whole. */
  readonly field: string;
  readonly problem: string;
}

/** @throws when it is not YAML, or an object has no kind */
export function parseManifests(yaml: string): readonly Manifest[] {
  return parseAllDocuments(yaml).map((document) => {
    const [error] = document.errors;
    if (error) throw error;
    const object: unknown = document.toJS();
    if (!isManifest(object)) throw new Error(`no apiVersion and kind: ${JSON.stringify(object)}`);
    return object;
  });
}

/** As in `Deployment/post-views-api`. */
export function nameOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata?.name ?? ''}`;
}

function isManifest(value: unknown): value is Manifest {
  const { apiVersion, kind } = (value ?? {}) as Partial<Manifest>;
  return typeof apiVersion === 'string' && typeof kind === 'string';
}
