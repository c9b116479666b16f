import {
  createTheme,
  type CSSVariablesResolver,
  DEFAULT_THEME,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

/** The accent: what can be done next. Shade 6 on white and white on shade 5 both pass AA. */
const signal: MantineColorsTuple = [
  '#eef4ff',
  '#dbe7fe',
  '#bcd3fd',
  '#8fb6fb',
  '#6b9df8',
  '#346fe8',
  '#1f56d3',
  '#1a46ad',
  '#193d8c',
  '#17346f',
];

const slate: MantineColorsTuple = [
  '#f6f8fa',
  '#eef1f5',
  '#e1e6ec',
  '#cfd6df',
  '#aab4c1',
  '#8592a3',
  '#556273',
  '#3d4957',
  '#26303c',
  '#131b25',
];

/** Mantine's dark scheme draws text with 0 to 2, borders with 4, surfaces with 5 to 8. */
const night: MantineColorsTuple = [
  '#e6ebf2',
  '#c3ccd8',
  '#a3afbf',
  '#7d8a9c',
  '#334155',
  '#263345',
  '#182230',
  '#0f1722',
  '#0b121b',
  '#070c13',
];

/** White on Mantine's own red misses AA: on a phone in the sun "Cancel for $60" could not be read. Shades 5 and 6 are buttons. */
const danger = (darkest: string): MantineColorsTuple => {
  const [first, second, third, fourth, fifth, , , , ninth] = DEFAULT_THEME.colors.red;
  return [first, second, third, fourth, fifth, '#d92d20', '#c9281c', '#b42318', ninth, darkest];
};

/** Mantine writes on light backgrounds with the darkest shade, which is too light for AA in these colours. */
function withText(name: 'green' | 'yellow', darkest: string): MantineColorsTuple {
  const [first, second, third, fourth, fifth, sixth, seventh, eighth, ninth] = DEFAULT_THEME.colors[name];
  return [first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, darkest];
}

/** On dark ground Mantine writes what can be done in white, as if it were a heading, and what removes something as well. */
const colorsOf: VariantColorsResolver = (asked) => {
  const usual = defaultVariantColorsResolver(asked);
  if (asked.variant !== 'subtle') return usual;
  if (asked.color === 'red') return { ...usual, color: 'var(--mantine-color-error)' };
  return asked.color === undefined || asked.color === asked.theme.primaryColor
    ? { ...usual, color: 'var(--aegis-accent-text)' }
    : usual;
};

export const theme = createTheme({
  variantColorResolver: colorsOf,
  colors: {
    signal,
    gray: slate,
    dark: night,
    green: withText('green', '#14532d'),
    yellow: withText('yellow', '#7a4100'),
    red: danger('#9b1c1c'),
  },
  primaryColor: 'signal',
  primaryShade: { light: 6, dark: 5 },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '650', textWrap: 'pretty' },
  radius: { md: '10px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'md' } },
    ActionIcon: { defaultProps: { size: 44, variant: 'subtle' } },
    // What takes the first focus is none of the entries that a menu may have: screen readers count it.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    TextInput: { defaultProps: { size: 'md' } },
    // None may be left empty: a star tells nobody more.
    PasswordInput: { defaultProps: { size: 'md', withAsterisk: false } },
    NumberInput: { defaultProps: { size: 'md' } },
    Select: { defaultProps: { size: 'md' } },
    TagsInput: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md' } },
    Autocomplete: { defaultProps: { size: 'md' } },
  },
});

/** Mantine's own error and placeholder colours miss AA on our paper and slate. */
export const colours: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-error': '#b42318',
    '--mantine-color-placeholder': '#657384',
    '--aegis-surface': '#ffffff',
    '--aegis-ground': '#f6f8fa',
    '--aegis-line': '#dde3ea',
    '--aegis-accent-text': '#1f56d3',
    '--aegis-hover': '#eef1f5',
    '--aegis-on-site': '#0f7a44',
    '--aegis-needs-you': '#8f5200',
    '--aegis-banner': '#fdecc8',
    '--aegis-demo': '#e6edfb',
    '--aegis-demo-text': '#17346f',
    '--aegis-banner-text': '#5c3500',
  },
  dark: {
    '--mantine-color-error': '#ff9a8f',
    '--mantine-color-placeholder': '#8b98aa',
    '--mantine-color-body': '#0f1722',
    '--mantine-color-disabled': '#263345',
    '--mantine-color-disabled-color': '#8b98aa',
    '--aegis-surface': '#182230',
    '--aegis-ground': '#0f1722',
    '--aegis-line': '#2b394c',
    '--aegis-accent-text': '#8fb6fb',
    '--aegis-hover': '#263345',
    '--aegis-on-site': '#5fd394',
    '--aegis-needs-you': '#f5b454',
    '--aegis-banner': '#4a3206',
    '--aegis-demo': '#1b2b45',
    '--aegis-demo-text': '#cfe0ff',
    '--aegis-banner-text': '#ffe2b0',
  },
});
