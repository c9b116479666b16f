import { useState } from 'react';
import { useSearchParams } from 'react-router';

/** What is chosen on a page, kept in its address: it outlives a reload, and can be sent to somebody. @param usual what is not written down */
export function useInAddress(name: string, usual: string): [string, (value: string) => void] {
  const [search, setSearch] = useSearchParams();
  // Of its own: an address changes a moment later, and a field that is typed into must not wait for it.
  const [chosen, setChosen] = useState(() => search.get(name) ?? usual);
  const set = (value: string): void => {
    setChosen(value);
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === usual) after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  };
  return [chosen, set];
}
