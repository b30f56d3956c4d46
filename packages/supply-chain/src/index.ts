export { findRefused, findUnused } from './licences/find-refused.ts';
export type { Exception } from './licences/policy.ts';
export { wayTo } from './licences/way-to.ts';
export { ROOT, runPnpm } from './run-program.ts';
export { type Bom, type Component, licenceOf, nameOf } from './sbom/bom.ts';
export { commitTime } from './sbom/commit-time.ts';
export { makeBom, SUBJECTS } from './sbom/make-bom.ts';
export { mergeBoms } from './sbom/merge-boms.ts';
export { settled } from './sbom/settled.ts';
