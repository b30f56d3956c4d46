import type { z } from 'zod';
import { caFile } from './ca-file.ts';
import { parametersOf, splitUrls } from './urls.ts';

/** Tells of a variable that contradicts another, and how. */
export type Fault = (variable: string, message: string) => void;

/** Faults that a schema is told of, each at its variable. */
export function faultsIn(context: z.RefinementCtx): Fault {
  return (variable, message) => context.addIssue({ code: 'custom', path: [variable], message });
}

/** Whether each file that such a parameter names in URLs is one of certificates. */
export function nameCertificates(text: string, parameter: string): boolean {
  return parametersOf(text, parameter).every((path) => caFile.safeParse(path).success);
}

/** What a setting adds to the URLs of a server: what is secret, and what is a file, is better kept apart. */
export interface UrlAdditions {
  readonly password: string | undefined;
  /** By name, for each URL that does not say otherwise. */
  readonly parameters: Readonly<Record<string, string | undefined>>;
}

/**
 * Adds to each URL of a setting what it does not say itself.
 *
 * @param name of the setting: `AMQP` for `AMQP_URL` and `AMQP_PASSWORD`
 * @param text of `…_URL`, as `urlsOf` has let it pass
 * @param fault hears of a password that no URL needs
 * @returns URLs with commas between
 */
export function completeUrls(
  name: string,
  text: string,
  { password, parameters }: UrlAdditions,
  fault: Fault,
): string {
  if (password !== undefined && havePasswords(text)) {
    fault(`${name}_PASSWORD`, `is set, but no URL in ${name}_URL has a user without a password`);
  }
  const added = Object.entries(parameters).filter(([, value]) => value !== undefined);
  if (password === undefined && added.length === 0) return text;
  const complete = (one: string) => {
    const url = new URL(one);
    if (password !== undefined && lacksPassword(url)) url.password = encodeURIComponent(password);
    for (const [parameter, value = ''] of added) {
      if (!url.searchParams.has(parameter)) url.searchParams.set(parameter, value);
    }
    return url.href;
  };
  return splitUrls(text).map(complete).join(',');
}

/** Whether none of them needs a password that is kept apart. */
function havePasswords(text: string): boolean {
  return !splitUrls(text).some((one) => lacksPassword(new URL(one)));
}

/** Where there is no user, nobody has one. */
function lacksPassword({ username, password }: URL): boolean {
  return username !== '' && password === '';
}
