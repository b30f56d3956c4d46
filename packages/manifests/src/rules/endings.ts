import type { IContainer } from 'kubernetes-models/v1/Container';
import { containersOf, type PodTemplate, podTemplatesOf, variableOf } from '../pods.ts';
import type { Rule } from './rule.ts';

/** What apps take to end after SIGTERM, at most, by the name of their container; a test compares it with the apps. */
export const ENDING_MS: Readonly<Record<string, (container: IContainer) => number>> = {
  api: () => 13_000,
  // SHUTDOWN_TIMEOUT_MS, and closing all connections.
  consumer: (container) => Number(variableOf(container, 'SHUTDOWN_TIMEOUT_MS') ?? 20_000) + 8_000,
};
/** Unless it is set. */
const GRACE_SECONDS = 30;

/** The pause before SIGTERM is part of the time that a pod has. */
export const endings: Rule = {
  says: 'pods have longer to end than their apps take',
  check: (objects) =>
    podTemplatesOf(objects).flatMap((template) => {
      const { object, field, spec } = template;
      const { terminationGracePeriodSeconds: grace = GRACE_SECONDS } = spec;
      const takes = secondsToEnd(template);
      if (grace > takes) return [];
      const problem = `${grace} s, but to end may take ${takes} s`;
      return [{ object, field: `${field}.terminationGracePeriodSeconds`, problem }];
    }),
};

function secondsToEnd(template: PodTemplate): number {
  const seconds = containersOf(template).map(({ container }) => {
    const pause = container.lifecycle?.preStop?.sleep?.seconds ?? 0;
    return pause + (ENDING_MS[container.name]?.(container) ?? 0) / 1000;
  });
  return Math.max(...seconds);
}
