export { type MadeFile, makeDocuments } from './make-documents.ts';
export { makePaths } from './make-paths.ts';
