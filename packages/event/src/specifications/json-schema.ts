import { messageSchemas } from './message-schemas.ts';

/** The body of a message as JSON Schema 2020-12. */
export function eventJsonSchema(): object {
  const reference = (name: string) => `#/$defs/${name}`;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:post-views:event',
    title: 'The body of a message',
    description: 'One view of a post, or an array of several.',
    anyOf: [{ $ref: reference('PostView') }, { $ref: reference('PostViews') }],
    $defs: messageSchemas('draft-2020-12', reference),
  };
}
