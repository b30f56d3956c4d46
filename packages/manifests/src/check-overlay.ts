import { type Finding, nameOf, parseManifests } from './manifest.ts';
import { RULES } from './rules/rules.ts';
import { checkSchemas } from './schema/check-schemas.ts';

export interface CheckedOverlay {
  /** Names of all objects, in the order in which they are applied. */
  readonly objects: readonly string[];
  readonly findings: readonly Finding[];
  /** Objects that fit their schemas, and rules that hold. */
  readonly passed: number;
  readonly failed: number;
}

/** Rules are asked only when all schemas fit: they rely on them. @param yaml as it is rendered */
export async function checkOverlay(yaml: string): Promise<CheckedOverlay> {
  const objects = parseManifests(yaml);
  const names = objects.map(nameOf);
  const misfits = await checkSchemas(objects);
  const wrong = new Set(misfits.map(({ object }) => object)).size;
  if (wrong > 0) {
    return { objects: names, findings: misfits, passed: objects.length - wrong, failed: wrong };
  }
  const broken = RULES.map(({ check }) => check(objects)).filter(({ length }) => length > 0);
  return {
    objects: names,
    findings: broken.flat(),
    passed: objects.length + RULES.length - broken.length,
    failed: broken.length,
  };
}
