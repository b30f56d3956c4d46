import type { ILabelSelector } from '@kubernetes-models/apimachinery/apis/meta/v1/LabelSelector';
import { PodMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { Service } from 'kubernetes-models/v1/Service';
import { type Manifest, nameOf } from '../manifest.ts';
import { containersOf, type PodTemplate, podTemplatesOf } from '../pods.ts';
import { selects } from './labels.ts';
import type { Rule } from './rule.ts';

/** A port of pods, by name or number. */
interface AskedPort {
  readonly object: string;
  readonly field: string;
  readonly pods: readonly PodTemplate[];
  readonly port: string | number | undefined;
}

export const ports: Rule = {
  says: 'ports that are asked for are those of the pods',
  check(objects) {
    const pods = podTemplatesOf(objects);
    return [...askedByOthers(objects, pods), ...pods.flatMap(askedByProbes)].flatMap(
      ({ object, field, pods: asked, port }) => {
        const without = asked.filter((pod) => !hasPort(pod, port));
        const problem = `${without.map((pod) => pod.object).join(', ')}: no port ${port}`;
        return without.length === 0 ? [] : [{ object, field, problem }];
      },
    );
  },
};

function askedByOthers(
  objects: readonly Manifest[],
  pods: readonly PodTemplate[],
): readonly AskedPort[] {
  const selected = (selector: ILabelSelector = {}) =>
    pods.filter(({ labels }) => selects(selector, labels));
  return [
    ...objects.filter(Service.is).flatMap((service) =>
      (service.spec?.ports ?? []).map(({ port, targetPort = port }, i) => ({
        object: nameOf(service),
        field: `spec.ports[${i}].targetPort`,
        pods: selected({ matchLabels: service.spec?.selector ?? {} }),
        port: targetPort,
      })),
    ),
    ...objects.filter(PodMonitor.is).flatMap((monitor) =>
      (monitor.spec.podMetricsEndpoints ?? []).map(({ port }, i) => ({
        object: nameOf(monitor),
        field: `spec.podMetricsEndpoints[${i}].port`,
        pods: selected(monitor.spec.selector),
        port,
      })),
    ),
    ...objects.filter(NetworkPolicy.is).flatMap((policy) =>
      (policy.spec?.ingress ?? []).flatMap((rule, i) =>
        (rule.ports ?? []).map(({ port }, j) => ({
          object: nameOf(policy),
          field: `spec.ingress[${i}].ports[${j}].port`,
          pods: selected(policy.spec?.podSelector),
          port,
        })),
      ),
    ),
  ];
}

function askedByProbes(pod: PodTemplate): readonly AskedPort[] {
  return containersOf(pod).flatMap(({ field, container }) =>
    (['livenessProbe', 'readinessProbe', 'startupProbe'] as const).flatMap((probe) => {
      const { httpGet } = container[probe] ?? {};
      if (!httpGet) return [];
      const at = `${field}.${probe}.httpGet.port`;
      return [{ object: pod.object, field: at, pods: [pod], port: httpGet.port }];
    }),
  );
}

function hasPort(pod: PodTemplate, wanted: string | number | undefined): boolean {
  return containersOf(pod).some(({ container }) =>
    container.ports?.some(({ name, containerPort }) => wanted === name || wanted === containerPort),
  );
}
