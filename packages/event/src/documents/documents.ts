import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

/** @param folder that of `docs/` */
export async function writeEventDocuments(folder: string): Promise<void> {
  await Promise.all(eventDocuments().map(({ file, text }) => writeFile(join(folder, file), text)));
}

function textOf(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
