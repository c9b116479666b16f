/** Ends of lines, orders to a terminal, what turns the text around it. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/**
 * One line of what somebody else has written: it cannot look like another line of whoever prints it, nor paint over one. What is
 * not seen is written as its number.
 */
export const printable = (text: string): string =>
  text.replace(UNSEEN, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`);
