import type { Bom, Component } from '../src/index.ts';

/** Of `post-views` and what it depends on, each as `name@version: licence`; no licence after `: `, none. */
export function bomOf(root: string, uses: Readonly<Record<string, readonly string[]>>): Bom {
  const written = new Set([root, ...Object.keys(uses), ...Object.values(uses).flat()]);
  const components = [...written].map(componentOf);
  return {
    serialNumber: 'urn:uuid:0',
    metadata: { timestamp: 'now', component: componentOf(root) },
    components: components.filter(({ name }) => name !== componentOf(root).name),
    dependencies: Object.entries(uses).map(([user, used]) => ({
      ref: refOf(user),
      dependsOn: used.map(refOf),
    })),
  };
}

function componentOf(text: string): Component {
  const [nameAndVersion = '', licence] = text.split(': ');
  const [name = '', version = '1.0.0'] = nameAndVersion.split('@');
  const ref = refOf(text);
  const licenses = licence === undefined ? {} : { licenses: [{ license: { id: licence } }] };
  return { 'bom-ref': ref, purl: ref, name, version, ...licenses };
}

function refOf(text: string): string {
  return `pkg:npm/${text.split(': ')[0]}`;
}
