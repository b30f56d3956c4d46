import { fileURLToPath } from 'node:url';
import { writeEventDocuments } from './documents.ts';

/** Makes the documents of the event anew: `node packages/event/src/documents/main.ts`. */
await writeEventDocuments(fileURLToPath(new URL('../../../../docs/', import.meta.url)));
