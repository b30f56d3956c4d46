import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import { TriggerAuthentication } from '@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { type Finding, type Manifest, nameOf } from '../manifest.ts';
import type { Rule } from './rule.ts';

interface Scaler {
  readonly object: string;
  /** As {@link nameOf} has it. */
  readonly target: string;
  readonly least: number | undefined;
  readonly most: number | undefined;
}

/** Who sets `replicas` of what is scaled by another has each apply undo what that has done. */
export const scaling: Rule = {
  says: 'each Deployment is scaled by one: a scaler, or its own replicas',
  check(objects) {
    const scalers = scalersOf(objects);
    const deployments = objects.filter(Deployment.is);
    return [
      ...scalers.flatMap((scaler) => checkScaler(scaler, deployments.map(nameOf))),
      ...deployments.flatMap((deployment) => {
        const object = nameOf(deployment);
        const by = scalers.filter(({ target }) => target === object);
        const owners = by.length + (deployment.spec?.replicas === undefined ? 0 : 1);
        if (owners === 1) return [];
        const others = by.map((scaler) => scaler.object).join(', ') || 'nothing';
        const problem = `${owners === 0 ? 'missing' : 'set twice'}: it is scaled by ${others}`;
        return [{ object, field: 'spec.replicas', problem }];
      }),
      ...missingAuthentications(objects),
    ];
  },
};

function scalersOf(objects: readonly Manifest[]): readonly Scaler[] {
  const hpas = objects.filter(HorizontalPodAutoscaler.is).map((object) => ({
    object: nameOf(object),
    target: `${object.spec?.scaleTargetRef.kind}/${object.spec?.scaleTargetRef.name}`,
    least: object.spec?.minReplicas,
    most: object.spec?.maxReplicas,
  }));
  const scaledObjects = objects.filter(ScaledObject.is).map((object) => ({
    object: nameOf(object),
    target: `${object.spec.scaleTargetRef.kind ?? 'Deployment'}/${object.spec.scaleTargetRef.name}`,
    least: object.spec.minReplicaCount,
    most: object.spec.maxReplicaCount,
  }));
  return [...hpas, ...scaledObjects];
}

function checkScaler(
  { object, target, least = 0, most = 0 }: Scaler,
  targets: readonly string[],
): readonly Finding[] {
  return [
    ...(targets.includes(target)
      ? []
      : [{ object, field: 'spec.scaleTargetRef', problem: `there is no ${target}` }]),
    // One that is away would be all.
    ...(least >= 2 && most >= least
      ? []
      : [
          { object, field: 'spec', problem: `from ${least} to ${most}: from 2 to as many or more` },
        ]),
  ];
}

function missingAuthentications(objects: readonly Manifest[]): readonly Finding[] {
  const names = objects.filter(TriggerAuthentication.is).map(({ metadata }) => metadata?.name);
  return objects.filter(ScaledObject.is).flatMap((object) =>
    object.spec.triggers.flatMap(({ authenticationRef }, i) => {
      if (!authenticationRef || names.includes(authenticationRef.name)) return [];
      const problem = `there is no TriggerAuthentication ${authenticationRef.name}`;
      return [{ object: nameOf(object), field: `spec.triggers[${i}].authenticationRef`, problem }];
    }),
  );
}
