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

/** The values of a parameter in URLs, as far as they have it. */
export function parametersOf(text: string, name: string): readonly string[] {
  return splitUrls(text).flatMap((url) => URL.parse(url)?.searchParams.get(name) ?? []);
}
