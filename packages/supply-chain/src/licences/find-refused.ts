import { type Bom, type Component, licenceOf, nameOf } from '../sbom/bom.ts';
import { ALLOWED, type Exception } from './policy.ts';
import { wayTo } from './way-to.ts';

/** Every component whose licence nobody has agreed to, one line each: name, version, licence, and the way it got in. */
export function findRefused(bom: Bom, exceptions: readonly Exception[]): string[] {
  return bom.components
    .filter((component) => !ALLOWED.has(licenceOf(component) ?? ''))
    .filter((component) => !exceptions.some((exception) => isFor(exception, component)))
    .map((component) => {
      const way = wayTo(component['bom-ref'], bom).join(' → ');
      return `${nameOf(component)} ${component.version}: ${licenceOf(component) ?? 'no licence'} (${way})`;
    });
}

/** Exceptions that nothing needs any more, one line each. */
export function findUnused(bom: Bom, exceptions: readonly Exception[]): string[] {
  return exceptions
    .filter((exception) => !bom.components.some((component) => isFor(exception, component)))
    .map(({ name, licence }) => `${name}: nothing of that name is here under ${licence} any more`);
}

function isFor(exception: Exception, component: Component): boolean {
  return exception.name.test(nameOf(component)) && exception.licence === licenceOf(component);
}
