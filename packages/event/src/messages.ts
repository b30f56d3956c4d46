/** What is said of a bad field, wherever it is found. */
export const MESSAGES = {
  uuid: 'must be a UUID',
  timestamp: 'must be ISO 8601 with an offset, YYYY-MM-DD HH:MM:SS (UTC) or Unix seconds',
  userId: 'must be a whole number from 0 to 2^64-1; beyond 2^53 as a string of its digits',
  ip: 'must be an IPv4 or IPv6 address',
} as const;
