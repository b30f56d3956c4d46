import { z } from 'zod';

/** What follows is another URL; any other comma is part of the one before. */
const BETWEEN = /\s*,\s*(?=[a-z][a-z0-9+.-]*:\/\/)/i;

/** Each URL of a setting that holds one, or several with commas between, in their order. */
export function splitUrls(text: string): readonly [string, ...string[]] {
  return text.split(BETWEEN) as [string, ...string[]];
}

/** A comma would be the end of a list that is written in another way. */
function isHost(hostname: string): boolean {
  return hostname !== '' && !hostname.includes(',');
}

/** One URL of one of `protocols` with a host, or several with commas between, kept as written. */
export function urlsOf(...protocols: string[]) {
  const forms = protocols.map((protocol) => `${protocol}//…`).join(' or ');
  return z
    .string()
    .refine((text) => {
      const urls = splitUrls(text).map((one) => URL.parse(one));
      return urls.every((url) => url && protocols.includes(url.protocol) && isHost(url.hostname));
    }, `must be a URL ${forms}, or several with commas between`)
    .refine((text) => !/%(?![0-9a-f]{2})/i.test(text), 'has a % that must be written as %25');
}

/**
 * What URLs lead to on their servers, a database or a virtual host, each once: one if they all name the same.
 *
 * @param texts that {@link urlsOf} might refuse
 */
export function pathsOf(...texts: string[]): readonly string[] {
  const paths = texts.flatMap(splitUrls).map((url) => URL.parse(url)?.pathname ?? '');
  return [...new Set(paths.map((path) => path.replace(/^\/(%2f)?$/i, '')))];
}

/** What a setting adds to the URLs of a server: what is secret, and what is a file, is better kept apart. */
export interface UrlAdditions {
  readonly password: string | undefined;
  /** By name, for each URL that does not say otherwise. */
  readonly parameters: Readonly<Record<string, string | undefined>>;
}

/** @param text as {@link urlsOf} has let it pass */
export function completeUrls(text: string, { password, parameters }: UrlAdditions): string {
  const added = Object.entries(parameters).filter(([, value]) => value !== undefined);
  if (password === undefined && added.length === 0) return text;
  const complete = (one: string) => {
    const url = new URL(one);
    if (password !== undefined && url.password === '') url.password = encodeURIComponent(password);
    for (const [name, value = ''] of added) {
      if (!url.searchParams.has(name)) url.searchParams.set(name, value);
    }
    return url.href;
  };
  return splitUrls(text).map(complete).join(',');
}

/** Whether none of them needs a password that is kept apart: each has one, or no user who would have it. */
export function havePasswords(text: string): boolean {
  return splitUrls(text).every((one) => {
    const { username, password } = new URL(one);
    return username === '' || password !== '';
  });
}
