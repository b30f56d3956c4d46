export { type GeneratedFile, generateFiles } from './generate-files.ts';
