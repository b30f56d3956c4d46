import { Secret } from 'kubernetes-models/v1/Secret';
import { type Finding, type Manifest, nameOf } from '../manifest.ts';
import { joinField } from './literal.ts';
import type { KindModel } from './models.ts';

interface SchemaError {
  readonly instancePath: string;
  readonly message?: string;
}

/** What a type does not say of values: whole numbers, quantities, durations, patterns, how many there may be. */
export function checkValues(object: Manifest, { create }: KindModel): readonly Finding[] {
  try {
    create(withoutLineBreaks(object)).validate();
    return [];
  } catch (error) {
    const { errors } = error as { errors?: readonly SchemaError[] };
    if (!errors) throw error;
    return Object.entries(Object.groupBy(errors, ({ instancePath }) => fieldOf(instancePath))).map(
      ([field, ofField = []]) => ({
        object: nameOf(object),
        field,
        problem: ofField.map(({ message }) => message).join(', '),
      }),
    );
  }
}

/** kustomize breaks base64 into lines, which Kubernetes takes. */
function withoutLineBreaks(object: Manifest): object {
  if (!Secret.is(object)) return object;
  const data = Object.entries(object.data ?? {}).map(([key, value]) => [
    key,
    value.replaceAll('\n', ''),
  ]);
  return { ...object, data: Object.fromEntries(data) };
}

/** `/spec/ports/0/port` is `spec.ports[0].port`. */
function fieldOf(pointer: string): string {
  const keys = pointer.split('/').slice(1);
  return keys
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((field, key) => (/^\d+$/.test(key) ? `${field}[${key}]` : joinField(field, key)), '');
}
