/**
 * What a browser keeps for its pages. It may refuse to (private windows, a setting, a full disk): then what is kept is kept for as
 * long as this page is open, and nothing else goes wrong.
 */
export interface Kept {
  get: (name: string) => string | null;
  set: (name: string, value: string) => void;
  remove: (name: string) => void;
  names: () => string[];
}

function tried<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

/** @param storage asked each time: a browser may refuse to name it */
function keptIn(storage: () => Storage): Kept {
  const here = new Map<string, string>();
  return {
    get: (name) => here.get(name) ?? tried(() => storage().getItem(name), null),
    set: (name, value) => {
      here.delete(name);
      const isKept = tried(() => (storage().setItem(name, value), true), false);
      if (!isKept) here.set(name, value);
    },
    remove: (name) => {
      here.delete(name);
      tried(() => storage().removeItem(name), undefined);
    },
    names: () => [...new Set([...here.keys(), ...tried(() => Object.keys(storage()), [])])],
  };
}

/** Of all tabs, until it is removed. */
export const onDevice = keptIn(() => localStorage);
/** Of this tab, over its reloads. */
export const inTab = keptIn(() => sessionStorage);
