interface Piece {
  part: string;
  /** Null of what is no link. */
  href: string | null;
}

const ADDRESS = /https?:\/\/[^\s<>"]+/giu;
/** Ends a sentence about the address, and is not of it. */
const AFTER = /[.,;:!?)\]}'’”»]+$/u;

/** A text cut into links and what stands between them: web addresses only, each as it was written. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const part = match[0].replace(AFTER, '');
    const href = addressOf(part);
    if (href === null) continue;
    if (match.index > end) found.push({ part: text.slice(end, match.index), href: null });
    found.push({ part, href });
    end = match.index + part.length;
  }
  if (end < text.length) found.push({ part: text.slice(end), href: null });
  return found;
}

/** One that names somebody before its host shows another host than it leads to. */
function addressOf(part: string): string | null {
  try {
    const url = new URL(part);
    return url.username === '' && url.password === '' ? url.href : null;
  } catch {
    return null;
  }
}
