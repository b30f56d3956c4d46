import { Namespace } from 'kubernetes-models/v1/Namespace';
import { nameOf } from '../manifest.ts';
import type { Rule } from './rule.ts';

/** Objects of a component get no namespace from the base: an overlay must name it. */
export const namespaces: Rule = {
  says: 'all objects are in the one namespace',
  check(objects) {
    const [namespace, ...others] = objects.filter(Namespace.is);
    const name = namespace?.metadata?.name;
    if (name === undefined || others.length > 0) {
      return [{ object: 'Namespace', field: '', problem: 'there must be one' }];
    }
    return objects
      .filter((object) => !Namespace.is(object) && object.metadata?.namespace !== name)
      .map((object) => ({
        object: nameOf(object),
        field: 'metadata.namespace',
        problem: `must be ${name}, but is ${object.metadata?.namespace ?? 'not set'}`,
      }));
  },
};
