import {
  type IScaledObject,
  ScaledObject,
} from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import { z } from 'zod';
import { type Manifest, nameOf } from '../manifest.ts';
import { containersOf, podTemplatesOf, variableOf } from '../pods.ts';
import type { Rule } from './rule.ts';

/** Of the consumer, unless it is set; a test compares it with the consumer. */
export const PREFETCH = 4000;

const number = z.string().regex(/^\d+(\.\d+)?$/, 'must be a number, in quotes');

/**
 * KEDA's schema takes any metadata, and KEDA ignores what it doesn't know. Of what it does, these make sense here: by HTTP,
 * so that messages that consumers hold are counted as well.
 *
 * @see https://keda.sh/docs/latest/scalers/rabbitmq-queue/
 */
const metadata = z.strictObject({
  protocol: z.literal('http'),
  mode: z.literal('QueueLength'),
  queueName: z.string().min(1),
  value: number,
  activationValue: number.optional(),
  vhostName: z.string().optional(),
  timeout: number.optional(),
});

export const queueTrigger: Rule = {
  says: 'consumers are scaled by ready and unacknowledged messages, and never because of what they hold',
  check: (objects) =>
    objects.filter(ScaledObject.is).flatMap((object) =>
      object.spec.triggers.flatMap((trigger, i) => {
        const field = `spec.triggers[${i}].metadata`;
        if (trigger.type !== 'rabbitmq') {
          return [{ object: nameOf(object), field, problem: `unknown trigger ${trigger.type}` }];
        }
        const { error } = metadata.safeParse(trigger.metadata);
        const prefetch = prefetchOf(object, objects);
        return [
          ...(error?.issues ?? []).map(({ path, message }) => ({
            object: nameOf(object),
            field: [field, ...path].join('.'),
            problem: message,
          })),
          // Otherwise replicas that hold as much as they may would be a reason for more of them.
          ...(Number(trigger.metadata['value']) <= prefetch
            ? [
                {
                  object: nameOf(object),
                  field: `${field}.value`,
                  problem: `must be more than PREFETCH, ${prefetch}`,
                },
              ]
            : []),
        ];
      }),
    ),
};

function prefetchOf({ spec }: IScaledObject, objects: readonly Manifest[]): number {
  const target = `${spec.scaleTargetRef.kind ?? 'Deployment'}/${spec.scaleTargetRef.name}`;
  const set = podTemplatesOf(objects)
    .filter(({ object }) => object === target)
    .flatMap(containersOf)
    .map(({ container }) => variableOf(container, 'PREFETCH'));
  return Number(set.find((value) => value !== undefined) ?? PREFETCH);
}
