/** What an error says; when it says nothing (Node's for several addresses at once), its code. */
export function messageOf(error: unknown): string {
  // Cleaning up failed as well; why it was needed says more.
  if (error instanceof SuppressedError) return messageOf(error.suppressed);
  const { message, code } = error as { message?: string; code?: string };
  return message || code || String(error);
}
