// For editors and a plain `vitest`, which look for a file of this name.
export { default } from './vitest.workspace.ts';
