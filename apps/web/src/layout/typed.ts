/**
 * What has been typed into a page and not sent, over a reload that its user asked for. Forms that keep a draft of their own find
 * their fields as they were, and are left alone.
 */
const KEPT = 'aegis.typed';
/** Of an address that is opened much later nobody expects it. */
const OLDEST_MS = 5 * 60_000;

type Field = HTMLInputElement | HTMLTextAreaElement;

interface Typed {
  path: string;
  at: number;
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

function keepTyped(): void {
  const fields = [...fieldsOf(document)].map(([name, { value }]) => [name, value] as const);
  const typed: Typed = {
    path: location.pathname,
    at: Date.now(),
    fields: Object.fromEntries(fields.filter(([, value]) => value !== '')),
  };
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(typed));
  } catch {
    // A browser that keeps nothing loads the page all the same: it was asked to.
  }
}

export function reloadKeepingTyped(): void {
  keepTyped();
  location.reload();
}

function readTyped(): Typed | null {
  try {
    const kept = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
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

/** Into each field once, when it is there: pages come after their data, and some fields with a dialog. */
export function giveBackTyped(): () => void {
  const typed = readTyped();
  const left = new Map(Object.entries(typed?.fields ?? {}));
  const observer = new MutationObserver(() => giveBack());
  const giveBack = (): void => {
    const isOver = !typed || location.pathname !== typed.path || Date.now() - typed.at > OLDEST_MS;
    if (isOver || left.size === 0) return observer.disconnect();
    for (const [name, field] of fieldsOf(document)) {
      const value = left.get(name);
      if (value === undefined) continue;
      left.delete(name);
      if (field.value !== value) type(field, value);
    }
  };
  observer.observe(document.body, { childList: true, subtree: true });
  giveBack();
  return () => observer.disconnect();
}
