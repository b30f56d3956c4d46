/** Of the repository. */
export const ROOT = new URL('../../../', import.meta.url);
