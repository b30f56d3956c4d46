/** The limits of the event contract; sizes in bytes, lengths in characters (Unicode code points). */
export const LIMITS = {
  eventBytes: 64 * 1024,
  bodyBytes: 8 * 1024 * 1024,
  eventsPerMessage: 500,
  userAgentCharacters: 1024,
  refererCharacters: 500,
  maxUserId: 2n ** 64n - 1n,
  /** How far ahead of the clock an event may be, for publishers whose clock is a little off. */
  futureSeconds: 5 * 60,
} as const;
