import { onSessionEnd } from '../data/session-state';
import { inTab } from '../data/storage';

/**
 * What has been typed into a page and not sent, over a reload and over a session that ends in the middle of it: then its owner finds
 * it when they have signed in again, and nobody else does. Forms that keep a draft of their own find their fields as they were, and
 * are left alone.
 */
const KEPT = 'aegis.typed';
/** Of an address that is opened much later nobody expects it. */
const OLDEST_MS = 30 * 60_000;

type Field = HTMLInputElement | HTMLTextAreaElement;

interface Typed {
  path: string;
  at: number;
  /** Whose session has ended over it; undefined: the page was loaded again. */
  userId?: string;
  fields: Record<string, string>;
}

/** Neither what is secret, nor what is chosen and not typed. */
const FIELDS = [
  'textarea',
  'input:not([type])',
  ...['text', 'search', 'tel', 'email', 'url'].map((type) => `input[type=${type}]`),
].join(',');

const isKept = ({ autocomplete, readOnly, disabled }: Field): boolean =>
  !readOnly && !disabled && autocomplete !== 'one-time-code';

const nameOf = (field: Field): string =>
  field.labels?.[0]?.textContent ?? field.getAttribute('aria-label') ?? (field.name || field.placeholder);

/** By what people call them, which a new version of the page has too; ids are made anew with every page. */
function fieldsOf(page: ParentNode): Map<string, Field> {
  const found = new Map<string, Field>();
  const count = new Map<string, number>();
  for (const field of [...page.querySelectorAll<Field>(FIELDS)].filter(isKept)) {
    const name = nameOf(field);
    const turn = (count.get(name) ?? 0) + 1;
    count.set(name, turn);
    found.set(`${name} ${turn}`, field);
  }
  return found;
}

function keepTyped(userId?: string): void {
  const fields = [...fieldsOf(document)].map(([name, { value }]) => [name, value] as const);
  const typed: Typed = {
    path: location.pathname,
    at: Date.now(),
    ...(userId !== undefined && { userId }),
    fields: Object.fromEntries(fields.filter(([, value]) => value !== '')),
  };
  inTab.set(KEPT, JSON.stringify(typed));
}

function readTyped(): Typed | null {
  try {
    const kept = inTab.get(KEPT);
    inTab.remove(KEPT);
    return kept === null ? null : (JSON.parse(kept) as Typed);
  } catch {
    return null;
  }
}

/** As if it was typed: a value that is set is nothing that React hears of. */
function type(field: Field, value: string): void {
  const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** @returns true when nothing is left to give back */
function giveBack({ path, at, fields }: Typed): boolean {
  if (Date.now() - at > OLDEST_MS || Object.keys(fields).length === 0) return true;
  if (location.pathname !== path) return false;
  for (const [name, field] of fieldsOf(document)) {
    const value = fields[name];
    if (value === undefined) continue;
    delete fields[name];
    if (field.value !== value) type(field, value);
  }
  return Object.keys(fields).length === 0;
}

/**
 * Keeps what is typed when this page goes, and gives it back into each field once, when it is there: pages come after their data,
 * and some fields with a dialog.
 * @param userId who is signed in; null: nobody yet
 */
export function keepTypedOver(userId: () => string | null): () => void {
  let typed = readTyped();
  const look = (): void => {
    // Who signs in as somebody else begins with nothing.
    const isTheirs = typed?.userId === undefined || userId() === null || userId() === typed.userId;
    const waits = typed?.userId !== undefined && userId() === null;
    if (typed && (!isTheirs || (!waits && giveBack(typed)))) typed = null;
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true });
  const stopEnd = onSessionEnd((ofUser) => {
    keepTyped(ofUser);
    typed = readTyped();
  });
  const leave = (): void => keepTyped();
  window.addEventListener('pagehide', leave);
  look();
  return () => {
    observer.disconnect();
    stopEnd();
    window.removeEventListener('pagehide', leave);
  };
}
