import { ExternalSecret } from '@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret';
import { TriggerAuthentication } from '@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Secret } from 'kubernetes-models/v1/Secret';
import { type Finding, type Manifest, nameOf } from '../manifest.ts';
import { containersOf, type PodTemplate, podTemplatesOf } from '../pods.ts';
import type { Rule } from './rule.ts';

/** A key of a Secret or ConfigMap, and where it is made or asked for. */
interface Key extends Omit<Finding, 'problem'> {
  /** As in `Secret post-views-api/DATABASE_URL`. */
  readonly key: string;
}

export const secrets: Rule = {
  says: 'keys of Secrets and ConfigMaps that are asked for are made, and no others',
  check(objects) {
    const made = keysMade(objects);
    const asked = [
      ...podTemplatesOf(objects).flatMap(askedByPod),
      ...askedByTriggers(objects),
      ...askedByGrafana(objects),
    ];
    const missing = (some: readonly Key[], others: readonly Key[], problem: string) =>
      some
        .filter(({ key }) => !others.some((other) => other.key === key))
        .map(({ object, field, key }) => ({ object, field, problem: `${key} ${problem}` }));
    return [
      ...missing(asked, made, 'is made by nothing'),
      ...missing(made, asked, 'is asked for by nothing'),
    ];
  },
};

function keysMade(objects: readonly Manifest[]): readonly Key[] {
  const external = objects.filter(ExternalSecret.is).flatMap((object) => {
    const name = object.spec?.target?.name ?? object.metadata?.name;
    return (object.spec?.data ?? []).map(({ secretKey }, i) => ({
      object: nameOf(object),
      field: `spec.data[${i}]`,
      key: `Secret ${name}/${secretKey}`,
    }));
  });
  const plain = objects
    .filter((object) => Secret.is(object) || ConfigMap.is(object))
    .flatMap(keysOf);
  return [...external, ...plain];
}

function keysOf(object: Manifest & { data?: object }): readonly Key[] {
  const { stringData } = object as { stringData?: object };
  return Object.keys({ ...object.data, ...stringData }).map((key) => ({
    object: nameOf(object),
    field: `data.${key}`,
    key: `${object.kind} ${object.metadata?.name}/${key}`,
  }));
}

function askedByPod(template: PodTemplate): readonly Key[] {
  const { object, field: pod, spec } = template;
  const byVariables = containersOf(template).flatMap(({ field, container: { env = [] } }) =>
    env.flatMap(({ valueFrom }, i) => {
      const at = `${field}.env[${i}].valueFrom`;
      const { secretKeyRef: secret, configMapKeyRef: map } = valueFrom ?? {};
      return [
        ...(secret ? [{ object, field: at, key: `Secret ${secret.name}/${secret.key}` }] : []),
        ...(map ? [{ object, field: at, key: `ConfigMap ${map.name}/${map.key}` }] : []),
      ];
    }),
  );
  const byVolumes = (spec.volumes ?? []).flatMap(({ secret, configMap }, i) => {
    const source = secret ? `Secret ${secret.secretName}` : `ConfigMap ${configMap?.name}`;
    return (secret?.items ?? configMap?.items ?? []).map(({ key }, j) => ({
      object,
      field: `${pod}.volumes[${i}].items[${j}]`,
      key: `${source}/${key}`,
    }));
  });
  return [...byVariables, ...byVolumes];
}

function askedByTriggers(objects: readonly Manifest[]): readonly Key[] {
  return objects.filter(TriggerAuthentication.is).flatMap((object) => {
    const { secretTargetRef = [], configMapTargetRef = [] } = object.spec;
    const at = (kind: string, list: string, refs: typeof secretTargetRef) =>
      refs.map(({ name, key }, i) => ({
        object: nameOf(object),
        field: `spec.${list}[${i}]`,
        key: `${kind} ${name}/${key}`,
      }));
    return [
      ...at('Secret', 'secretTargetRef', secretTargetRef),
      ...at('ConfigMap', 'configMapTargetRef', configMapTargetRef),
    ];
  });
}

/** Its sidecar reads all keys of each ConfigMap that has this label. */
function askedByGrafana(objects: readonly Manifest[]): readonly Key[] {
  return objects
    .filter(ConfigMap.is)
    .filter(({ metadata }) => metadata?.labels?.['grafana_dashboard'] === '1')
    .flatMap(keysOf);
}
