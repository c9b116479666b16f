import { useEffect } from 'react';

/** The name of the page in the tab, and before it what somebody who looks elsewhere should know. */
let title = '';
let note: string | null = null;

const write = (): void => void (document.title = note === null ? title : `${note} · ${title}`);

export function usePageTitle(of: string): void {
  useEffect(() => {
    title = of;
    write();
  }, [of]);
}

/** Shown in the tab on every page, while there is one. */
export function useTitleNote(of: string | null): void {
  useEffect(() => {
    note = of;
    write();
    return () => {
      note = null;
      write();
    };
  }, [of]);
}
