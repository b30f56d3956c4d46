/** An object as TypeScript: a line for each field, so that the line of an error tells the field. */
export interface Literal {
  readonly lines: readonly string[];
  /** Of each line the field, as in `spec.template.spec.containers[0].image`. */
  readonly fields: readonly string[];
}

export function toLiteral(value: unknown): Literal {
  const lines: string[] = [];
  const fields: string[] = [];
  const write = (line: string, field: string) => {
    lines.push(line);
    fields.push(field);
  };
  const visit = (part: unknown, field: string, before: string, after: string) => {
    if (typeof part !== 'object' || part === null) {
      write(`${before}${JSON.stringify(part)}${after}`, field);
      return;
    }
    const [open, close] = Array.isArray(part) ? '[]' : '{}';
    write(`${before}${open}`, field);
    for (const [key, child] of Object.entries(part)) {
      if (Array.isArray(part)) visit(child, `${field}[${key}]`, '', ',');
      else visit(child, joinField(field, key), `${JSON.stringify(key)}: `, ',');
    }
    write(`${close}${after}`, field);
  };
  visit(value, '', '', '');
  return { lines, fields };
}

/** `metadata` and `name` make `metadata.name`; a key with dots in it is put into brackets. */
export function joinField(field: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${field}[${JSON.stringify(key)}]`;
  return field === '' ? key : `${field}.${key}`;
}
