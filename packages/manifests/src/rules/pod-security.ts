import { Namespace } from 'kubernetes-models/v1/Namespace';
import { type Finding, nameOf } from '../manifest.ts';
import { containersOf, type PodContainer, type PodTemplate, podTemplatesOf } from '../pods.ts';
import type { Rule } from './rule.ts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';
/** Of `restricted`. */
const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/**
 * What the admission of a cluster would refuse, and two things more: nothing may be written to the root file system, and
 * no token of the cluster is mounted.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export const podSecurity: Rule = {
  says: 'pods keep to Pod Security "restricted", write nothing to their root, and have no token',
  check: (objects) => [
    ...objects.filter(Namespace.is).flatMap((namespace) =>
      unless(namespace.metadata?.labels?.[ENFORCE] === 'restricted', {
        object: nameOf(namespace),
        field: `metadata.labels["${ENFORCE}"]`,
        problem: 'must be restricted',
      }),
    ),
    ...podTemplatesOf(objects).flatMap((template) => [
      ...checkPod(template),
      ...containersOf(template).flatMap((container) => checkContainer(template, container)),
    ]),
  ],
};

function checkPod({ object, field, spec }: PodTemplate): readonly Finding[] {
  const must = (holds: boolean, name: string, problem: string) =>
    unless(holds, { object, field: `${field}.${name}`, problem });
  return [
    ...must(
      spec.automountServiceAccountToken === false,
      'automountServiceAccountToken',
      'must be false',
    ),
    ...(['hostNetwork', 'hostPID', 'hostIPC'] as const).flatMap((name) =>
      must(!spec[name], name, 'must not be set'),
    ),
    ...(spec.volumes ?? []).flatMap((volume, i) =>
      must(
        Object.keys(volume).every((key) => key === 'name' || VOLUMES.includes(key)),
        `volumes[${i}]`,
        `must be one of ${VOLUMES.join(', ')}`,
      ),
    ),
  ];
}

function checkContainer(
  { object, spec }: PodTemplate,
  { field, container }: PodContainer,
): readonly Finding[] {
  const { capabilities, ...own } = container.securityContext ?? {};
  const context = { ...spec.securityContext, ...own };
  const must = (holds: boolean, name: string, problem: string) =>
    unless(holds, { object, field: `${field}.securityContext.${name}`, problem });
  return [
    ...must(context.runAsNonRoot === true, 'runAsNonRoot', 'must be true'),
    ...must(context.runAsUser !== 0, 'runAsUser', 'must not be 0'),
    ...must(
      ['RuntimeDefault', 'Localhost'].includes(context.seccompProfile?.type ?? ''),
      'seccompProfile.type',
      'must be RuntimeDefault',
    ),
    ...must(context.privileged !== true, 'privileged', 'must not be set'),
    ...must(
      context.allowPrivilegeEscalation === false,
      'allowPrivilegeEscalation',
      'must be false',
    ),
    ...must(context.readOnlyRootFilesystem === true, 'readOnlyRootFilesystem', 'must be true'),
    ...must(capabilities?.drop?.includes('ALL') === true, 'capabilities.drop', 'must have ALL'),
    ...must(!capabilities?.add?.length, 'capabilities.add', 'must not be set'),
    ...(container.ports ?? []).flatMap(({ hostPort }, i) =>
      unless(!hostPort, {
        object,
        field: `${field}.ports[${i}].hostPort`,
        problem: 'must not be set',
      }),
    ),
  ];
}

function unless(holds: boolean, finding: Finding): readonly Finding[] {
  return holds ? [] : [finding];
}
