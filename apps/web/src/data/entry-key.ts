import { useRef } from 'react';

interface EntryKeys {
  /** The same key for the same entry: a second press does nothing twice, and another entry is another request. */
  of: (entry: unknown) => string;
  /** What is entered next is new, though it be the same. */
  forget: () => void;
}

/** Idempotency keys of a form. */
export function useEntryKeys(): EntryKeys {
  const key = useRef({ entry: '', value: '' });
  return {
    of: (given) => {
      const entry = JSON.stringify(given);
      if (key.current.entry !== entry) key.current = { entry, value: crypto.randomUUID() };
      return key.current.value;
    },
    forget: () => {
      key.current = { entry: '', value: '' };
    },
  };
}
