import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec';
import { type Manifest, nameOf } from './manifest.ts';

/** What an object makes pods from: a Deployment, a Job, or whatever else has a template. */
export interface PodTemplate {
  readonly object: string;
  /** Of the pod's `spec`. */
  readonly field: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: IPodSpec;
}

export interface PodContainer {
  readonly field: string;
  readonly container: IContainer;
}

interface WithTemplate {
  readonly spec?: {
    readonly template?: IPodTemplateSpec;
    readonly jobTemplate?: { readonly spec?: { readonly template?: IPodTemplateSpec } };
  };
}

export function podTemplatesOf(objects: readonly Manifest[]): readonly PodTemplate[] {
  return objects.flatMap((object) => {
    const { spec = {} } = object as Manifest & WithTemplate;
    return [
      { template: spec.template, field: 'spec.template.spec' },
      { template: spec.jobTemplate?.spec?.template, field: 'spec.jobTemplate.spec.template.spec' },
    ].flatMap(({ template, field }) => {
      // Others have a template as well, of something else.
      if (!template?.spec?.containers) return [];
      const { metadata, spec } = template;
      return [{ object: nameOf(object), field, labels: metadata?.labels ?? {}, spec }];
    });
  });
}

export function containersOf({ field, spec }: PodTemplate): readonly PodContainer[] {
  const at = (list: string, containers: readonly IContainer[] = []) =>
    containers.map((container, i) => ({ field: `${field}.${list}[${i}]`, container }));
  return [...at('initContainers', spec.initContainers), ...at('containers', spec.containers)];
}

/** What a variable of a container is set to, unless it comes from elsewhere. */
export function variableOf({ env = [] }: IContainer, variable: string): string | undefined {
  return env.find(({ name }: IEnvVar) => name === variable)?.value;
}
