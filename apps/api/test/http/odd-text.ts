import fc from 'fast-check';

/** Any bytes that stand in a line of HTTP without ending it. */
export const bytes = (max: number) =>
  fc.string({
    unit: fc
      .integer({ min: 1, max: 0xff })
      .filter((code) => code !== 0x0a && code !== 0x0d)
      .map((code) => String.fromCharCode(code)),
    maxLength: max,
  });
export const visible = (max: number) =>
  fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    maxLength: max,
  });
export const token = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,12}$/);
