import { asyncApiDocument } from './asyncapi.ts';
import { jsonSchemaDocument } from './json-schema.ts';

/** A document that is made of the code and kept in the repository. */
export interface GeneratedDocument {
  /** Its name in `docs/`. */
  readonly file: string;
  readonly text: string;
}

/** The documents of the event: for people, for generators of code, and for publishers that check what they send. */
export function eventDocuments(): readonly GeneratedDocument[] {
  return [
    { file: 'event.schema.json', text: textOf(jsonSchemaDocument()) },
    { file: 'asyncapi.json', text: textOf(asyncApiDocument()) },
  ];
}

function textOf(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
