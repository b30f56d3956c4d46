import type { ILabelSelector } from '@kubernetes-models/apimachinery/apis/meta/v1/LabelSelector';
import { PodMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import {
  type INetworkPolicy,
  NetworkPolicy,
} from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Service } from 'kubernetes-models/v1/Service';
import { type Finding, type Manifest, nameOf } from '../manifest.ts';
import { type PodTemplate, podTemplatesOf } from '../pods.ts';
import { selects } from './labels.ts';
import type { Rule } from './rule.ts';

/** What a label that is spelled differently in two places would leave without a word. */
export const selectors: Rule = {
  says: 'selectors find pods, and each pod has a network policy for both directions',
  check(objects) {
    const pods = podTemplatesOf(objects);
    return [
      ...selectorsOf(objects).flatMap((selector) => checkSelector(selector, pods)),
      ...pods.flatMap((pod) => [
        ...spreadOf(pod),
        ...unprotected(pod, objects.filter(NetworkPolicy.is)),
      ]),
    ];
  },
};

interface PodSelector {
  readonly object: string;
  readonly field: string;
  readonly selector: ILabelSelector | undefined;
  /** Of the pods that it makes itself, and of no others. */
  readonly own?: true;
}

function checkSelector(
  { object, field, selector, own }: PodSelector,
  pods: readonly PodTemplate[],
): readonly Finding[] {
  const selected = selector ? pods.filter(({ labels }) => selects(selector, labels)) : [];
  if (selected.length === 0) return [{ object, field, problem: 'selects no pods' }];
  if (!own || selected.every((pod) => pod.object === object)) return [];
  return [{ object, field, problem: 'selects pods of others' }];
}

function selectorsOf(objects: readonly Manifest[]): readonly PodSelector[] {
  const at = (object: Manifest, field: string, selector: ILabelSelector | undefined) => ({
    object: nameOf(object),
    field: `spec.${field}`,
    selector,
  });
  return [
    ...objects
      .filter(Deployment.is)
      .map((each) => ({ ...at(each, 'selector', each.spec?.selector), own: true as const })),
    ...objects
      .filter(Service.is)
      .map((each) =>
        at(each, 'selector', each.spec?.selector && { matchLabels: each.spec.selector }),
      ),
    ...objects
      .filter(PodDisruptionBudget.is)
      .map((each) => at(each, 'selector', each.spec?.selector)),
    ...objects.filter(PodMonitor.is).map((each) => at(each, 'selector', each.spec.selector)),
    ...objects
      .filter(NetworkPolicy.is)
      .map((each) => at(each, 'podSelector', each.spec?.podSelector)),
  ];
}

function spreadOf({ object, field, labels, spec }: PodTemplate): readonly Finding[] {
  return (spec.topologySpreadConstraints ?? []).flatMap(({ labelSelector = {} }, i) =>
    selects(labelSelector, labels)
      ? []
      : [
          {
            object,
            field: `${field}.topologySpreadConstraints[${i}]`,
            problem: 'selects no pods of its own',
          },
        ],
  );
}

function unprotected(
  { object, labels }: PodTemplate,
  policies: readonly INetworkPolicy[],
): readonly Finding[] {
  const types = policies
    .filter(({ spec }) => selects(spec?.podSelector ?? {}, labels))
    .flatMap(({ spec }) => spec?.policyTypes ?? []);
  return (['Ingress', 'Egress'] as const)
    .filter((type) => !types.includes(type))
    .map((type) => ({ object, field: '', problem: `no NetworkPolicy of type ${type} selects it` }));
}
