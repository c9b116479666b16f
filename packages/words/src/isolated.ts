/**
 * What is written from right to left, and what only turns the direction: the marks, the embeddings and overrides (U+202A to U+202E),
 * the isolates (U+2066 to U+2069).
 */
const TURNS =
  /[\u0590-\u08ff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const ISOLATE = '\u2068';
const END = '\u2069';

/** Each isolate ends in it, and none that begins outside of it; without what embeds and overrides. */
function balanced(text: string): string {
  let open = 0;
  const kept = text.replace(/[\u202a-\u202e\u2066-\u2069]/gu, (mark) => {
    if (mark < '\u2066') return '';
    if (mark !== END) open += 1;
    else if (open === 0) return '';
    else open -= 1;
    return mark;
  });
  return kept + END.repeat(open);
}

/**
 * Beside other words, in the direction of its own letters: neither a text of right to left nor what somebody has put into it turns
 * what stands before and after it. A text that turns nothing is given back as it is.
 */
export const isolated = (text: string): string => (TURNS.test(text) ? `${ISOLATE}${balanced(text)}${END}` : text);
