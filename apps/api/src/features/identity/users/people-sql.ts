/** The living, and those whose closed account can be brought back: to administrators they are there until they are erased. */
export const IS_THERE = `(deleted_at IS NULL OR erasure_due_at IS NOT NULL)`;

/** By the whole name or the last one, each by its own index (users_by_name, users_by_last_name). `words` as `beginningWith` writes them. */
export const nameBegins = (words: string): string =>
  `lower(btrim(first_name || ' ' || last_name)) LIKE ${words} OR lower(last_name) LIKE ${words}`;
