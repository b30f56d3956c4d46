/** Stands for what is not shown. */
export const MASK = '***';

/** Four numbers as an IPv4 address has, whatever stands between them: `203.0.113.9`, `203-0-113-9`, `203%2E0…`. */
const IPV4 = /(?<!\d)\d{1,3}(\.|%2e|[-_,:; ]|\[\.\])\d{1,3}(?:\1\d{1,3}){2}(?!\d)/gi;
/** `::` with what is around it, or five groups and more; a time of day has three. */
const IPV6 = /[\da-f:.]*::[\da-f:.]*|(?:[\da-f]{1,4}:){4,}[\da-f:.]*/gi;
/** A product with its version, as user agents begin, or what nearly every one of them says of itself. */
const AGENT =
  /^\s*[a-z][\w.+ -]*\/\s*v?\d|mozilla|applewebkit|gecko|chrome|safari|firefox|opera\/|android|iphone|ipad|windows nt|macintosh|x11|dalvik|okhttp|curl\/|bot\b|crawler|spider/i;

/** A text of ours or of the broker, without what looks personal. */
export function maskText(text: string): string {
  return AGENT.test(text) ? MASK : text.replace(IPV6, MASK).replace(IPV4, MASK);
}

/** Whether nothing in the text looks personal. */
export function isHarmless(text: string): boolean {
  return maskText(text) === text;
}

const TOKENS = new RegExp(
  [
    // Shown: ids, dates with or without a time, the fields of an event, and what JSON itself is made of.
    /(?<![\w.%-])(?<shown>[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)?|post_uuid|timestamp|user_id|ip|user_agent|referer|event_id|true|false|null)(?![\w.%-])/
      .source,
    /(?<structure>[{}[\]",:=&<>|]+|\s+)/.source,
    /[\s\S]/.source,
  ].join('|'),
  'gi',
);

/**
 * The shape of a text of which nothing is known: a body that isn't JSON, a field that the contract doesn't
 * have. Such a text may hold an address or a user agent in any form, cut off or escaped, so that a search for
 * them would miss some. Instead, nothing is shown but what is known to be harmless.
 */
export function outline(text: string): string {
  return text
    .replace(TOKENS, (token, ...rest) => {
      const { shown, structure } = rest.at(-1) as { shown?: string; structure?: string };
      if (structure !== undefined) return structure.trim() === '' ? ' ' : structure;
      return shown === undefined ? '\0' : token;
    })
    .replace(/\0(?:[\0 :]*\0)?/g, MASK);
}
