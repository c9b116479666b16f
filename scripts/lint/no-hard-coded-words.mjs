/** Attributes and properties whose text a person reads or is read to. */
const SAID = new Set([
  ...['label', 'title', 'subtitle', 'description', 'placeholder', 'alt', 'aria-label', 'ariaLabel', 'legend'],
  ...[
    'message',
    'detail',
    'words',
    'error',
    'nothingFoundMessage',
    'noRecordsText',
    'aria-description',
    'done',
    'action',
  ],
]);
const NAMES = new Set(['Aegis']);
const LETTERS = /\p{L}{2,}/u;
const TWO_WORDS = /\p{L}{2,}[,.:;]? \p{L}{2,}/u;
/** `area.name` of a sentence in packages/words. */
const KEY = /^[a-z]\w*(\.\w+)+$/;
const STYLE = /\d(px|em|rem|%|fr)\b|var\(|^\(|\bauto\b|sans-serif$/;

const textOf = (node) =>
  node.type === 'TemplateLiteral' ? node.quasis.map(({ value }) => value.cooked).join(' … ') : node.value;

/** What is read by who builds Aegis, not by who uses it. */
function isForBuilders(node) {
  for (let above = node.parent; above; above = above.parent) {
    if (above.type === 'ThrowStatement' || above.type === 'ImportDeclaration') return true;
    if (above.type === 'NewExpression' && /Error$/.test(above.callee.name ?? '')) return true;
    if (above.type.startsWith('TS') && above.type !== 'TSAsExpression' && above.type !== 'TSSatisfiesExpression')
      return true;
    if (above.type.endsWith('Statement') || above.type.startsWith('JSX')) return false;
  }
  return false;
}

const nameOf = ({ parent }) => {
  if (parent.type === 'Property') return parent.key.name ?? parent.key.value;
  if (parent.type === 'JSXAttribute') return parent.name.name;
  if (parent.type === 'JSXExpressionContainer' && parent.parent.type === 'JSXAttribute') return parent.parent.name.name;
  return undefined;
};

/**
 * Every sentence that a person reads is said by its key (packages/words), so that it is there in every language. Finds text in JSX,
 * in what is known to be read, and whatever looks like a sentence.
 */
export const noHardCodedWords = {
  meta: { type: 'problem', schema: [], messages: { said: 'Say it by a key of packages/words: “{{text}}”.' } },
  create(context) {
    const report = (node, text) =>
      context.report({ node, messageId: 'said', data: { text: text.trim().replaceAll(/\s+/g, ' ').slice(0, 60) } });
    const look = (node) => {
      if (node.parent.type === 'Property' && node.parent.key === node) return;
      if (nameOf(node) === 'className') return;
      const text = textOf(node);
      if (typeof text !== 'string' || !LETTERS.test(text) || NAMES.has(text) || KEY.test(text) || isForBuilders(node))
        return;
      if (SAID.has(nameOf(node)) || (TWO_WORDS.test(text) && !STYLE.test(text))) report(node, text);
    };
    return {
      JSXText: (node) => void (LETTERS.test(node.value) && !NAMES.has(node.value.trim()) && report(node, node.value)),
      Literal: look,
      TemplateLiteral: look,
    };
  },
};
