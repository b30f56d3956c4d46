import { z } from 'zod';
import { postViewSchema, postViewsSchema } from '../event-schema.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * What a message may hold, by name, in the words of JSON Schema.
 *
 * @param target the draft
 * @param uri where a schema of that name stands in the document
 */
export function messageSchemas(
  target: 'draft-2020-12' | 'draft-07',
  uri: (name: string) => string,
): Readonly<Record<string, JsonSchema>> {
  // A registry of its own: what is in zod's becomes part of the API's OpenAPI document.
  const registry = z.registry<{ id: string }>();
  registry.add(postViewSchema, { id: 'PostView' });
  registry.add(postViewsSchema, { id: 'PostViews' });
  const { schemas } = z.toJSONSchema(registry, { target, uri, io: 'input' });
  // They are parts of a document, whose draft and name are its own.
  for (const schema of Object.values(schemas)) {
    delete schema.$schema;
    delete schema.$id;
  }
  return schemas;
}
