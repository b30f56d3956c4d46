import { type Finding, type Manifest, nameOf } from '../manifest.ts';
import { checkTypes } from './check-types.ts';
import { checkValues } from './check-values.ts';
import { modelOf } from './models.ts';

/** Whether each object is what its kind may be: no unknown field, no wrong type, no bad value. */
export async function checkSchemas(objects: readonly Manifest[]): Promise<readonly Finding[]> {
  const withModels = await Promise.all(
    objects.map(async (object) => ({ object, model: await modelOf(object) })),
  );
  const typed = withModels.flatMap(({ object, model }) =>
    model ? [{ object, model, specifier: model.specifier }] : [],
  );
  const unknown = withModels.filter(({ model }) => !model).map(({ object }) => unknownKind(object));
  const wrongTypes = typed.length === 0 ? [] : await checkTypes(typed);
  return [
    ...unknown,
    ...wrongTypes,
    ...typed
      // The other one has said it more clearly.
      .filter(({ object }) => !wrongTypes.some((finding) => finding.object === nameOf(object)))
      .flatMap(({ object, model }) => checkValues(object, model)),
  ];
}

function unknownKind(object: Manifest): Finding {
  const problem = `there is no schema for ${object.apiVersion} ${object.kind}`;
  return { object: nameOf(object), field: 'kind', problem };
}
