import { hash } from 'node:crypto';
import type { Bom, Component } from './bom.ts';

/**
 * The same BOM with nothing in it that differs from one run, or one machine, to the next: the time is the given one, the
 * serial number is made of the content, and the hash of a package's archive stands without the registry that it was read
 * about, which may be a mirror.
 */
export function settled(bom: Bom, timestamp: string): Bom {
  const metadata = { ...bom.metadata, timestamp };
  const components = bom.components.map(withoutRegistry);
  const serialNumber = `urn:uuid:${uuidOf(JSON.stringify({ ...bom, serialNumber: '', metadata, components }))}`;
  return { ...bom, serialNumber, metadata, components };
}

function withoutRegistry({ externalReferences = [], ...component }: Component): Component {
  const archive = externalReferences.find(({ type }) => type === 'distribution');
  const others = externalReferences.filter((reference) => reference !== archive);
  return {
    ...component,
    ...(archive?.hashes && { hashes: archive.hashes }),
    ...(others.length > 0 && { externalReferences: others }),
  };
}

/** Version 8, for what has a scheme of its own: https://www.rfc-editor.org/rfc/rfc9562#section-5.8 */
function uuidOf(text: string): string {
  const hex = hash('sha256', text);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join('-');
}
