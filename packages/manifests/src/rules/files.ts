import { posix } from 'node:path';
import { containersOf, podTemplatesOf } from '../pods.ts';
import type { Rule } from './rule.ts';

/** DATABASE_CA_FILE and others name files: of a Secret or ConfigMap, key by key. */
export const files: Rule = {
  says: 'files that variables name are mounted, and volumes name their keys',
  check: (objects) =>
    podTemplatesOf(objects).flatMap((template) => {
      const { object, field: pod, spec } = template;
      const itemsOf = (volume: string) => {
        const { secret, configMap } = spec.volumes?.find(({ name }) => name === volume) ?? {};
        return secret?.items ?? configMap?.items ?? [];
      };
      const wholeVolumes = (spec.volumes ?? []).flatMap(({ name, secret, configMap }, i) =>
        (secret ?? configMap) && itemsOf(name).length === 0
          ? [{ object, field: `${pod}.volumes[${i}]`, problem: 'has no items' }]
          : [],
      );
      const missing = containersOf(template).flatMap(({ field, container }) => {
        const { env = [], envFrom = [], volumeMounts = [] } = container;
        const mounted = volumeMounts.flatMap(({ name, mountPath }) =>
          itemsOf(name).map(({ path }) => posix.join(mountPath, path)),
        );
        return [
          ...env.flatMap(({ name, value = '' }, i) =>
            name.endsWith('_FILE') && !mounted.includes(value)
              ? [
                  {
                    object,
                    field: `${field}.env[${i}]`,
                    problem: `${name}: ${value} is not mounted`,
                  },
                ]
              : [],
          ),
          ...envFrom.map((_, i) => ({
            object,
            field: `${field}.envFrom[${i}]`,
            problem: 'takes all keys: name those that are needed in env',
          })),
        ];
      });
      return [...wholeVolumes, ...missing];
    }),
};
