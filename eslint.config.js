import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { noHardCodedWords } from './scripts/lint/no-hard-coded-words.mjs';

/**
 * The floors of the house, lowest first. A feature may use the features on lower floors (their services, never their
 * repositories or entities) and the platform; the platform uses no feature. See docs/architecture.md.
 */
const FLOORS = [
  ['identity'],
  ['jobs'],
  ['guard-profiles'],
  ['matching', 'tracking', 'payments', 'privacy', 'places', 'web', 'conversations'],
  ['notifications'],
  ['operations'],
];

const feature = (name) => `apps/api/src/features/${name}`;

const FEATURES = FLOORS.flat();

/** Whatever folder of the other feature they lie in; its own a feature may reach for across its folders. */
const foreignTables = (name) => ({
  regex: `(^|/)(${FEATURES.filter((other) => other !== name).join('|')})/(.+/)?[a-z-]+\\.(repository|entity)\\.js$`,
  message: 'Another feature is used through its service, never through its repository or tables.',
});

/** In a page the clock of a device, which may be wrong by a day; of what is kept on the device alone its own clock says the age. */
const DEVICE_CLOCK = [
  'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
  'NewExpression[callee.name="Date"][arguments.length=0]',
].map((selector) => ({ selector, message: 'Ask now() or today() of words/now.ts: they go by the server.' }));

/** What reads rows of a type that nobody has compared with the SQL. */
const UNCHECKED_ROWS = [
  'CallExpression[callee.property.name="query"][typeArguments]',
  'CallExpression[callee.property.name="query"][callee.object.property.name="database"]',
].map((selector) => ({
  selector,
  message: 'A row type beside a query is a cast: declare a statement (docs/decisions/0075-typed-statements.md).',
}));

const importRules = FLOORS.flatMap((floor, level) =>
  floor.map((name) => {
    const forbidden = FLOORS.slice(level)
      .flat()
      .filter((other) => other !== name);
    // What a feature tells of may be heard beside it: its events name nothing else of it.
    const events = (other) => (floor.includes(other) ? [`!**/${other}/${other}.events.js`] : []);
    const upwards = forbidden.map((other) => ({
      group: [`**/${other}/**`, ...events(other)],
      message: `${name} stands below ${other} or beside it: write an event to the queue instead (docs/architecture.md).`,
    }));
    return {
      files: [`${feature(name)}/**/*.ts`],
      ignores: ['**/*.spec.ts'],
      rules: { 'no-restricted-imports': ['error', { patterns: [...upwards, foreignTables(name)] }] },
    };
  }),
);

/**
 * The floors of the web application, lowest first; each imports from those below it. What lies beside the folders (routes, the
 * frame, the page of a job) stands above all: there what does not know each other is put together. See docs/web.md.
 */
const WEB_FLOORS = [
  ['words'],
  ['data'],
  ['map'],
  ['layout'],
  ['offline', 'demo', 'jobs', 'about'],
  ['account'],
  ['customer'],
  ['guard'],
  ['admin'],
];

/** How many folders deep a file may lie in its own: `../` leads out of it from the first only. */
const WEB_DEPTH = 2;

const webImportRules = WEB_FLOORS.flatMap((floor, level) =>
  floor.flatMap((name) => {
    const forbidden = WEB_FLOORS.slice(level)
      .flat()
      .filter((other) => other !== name);
    return Array.from({ length: WEB_DEPTH }, (_, folders) => ({
      files: [`apps/web/src/${name}/${'*/'.repeat(folders)}*.{ts,tsx}`],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              {
                // Into a folder above or beside, or to what lies beside the folders.
                regex: `^(\\.\\./){${folders + 1}}((${forbidden.join('|')})/|[a-z-]+$)`,
                message: `${name} stands below that or beside it: put the two together further up (docs/web.md).`,
              },
            ],
          },
        ],
      },
    }));
  }),
);

export default tseslint.config(
  { ignores: ['**/dist/**', '.aegis/**', '**/node_modules/**'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', '*.mjs', '*.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 500, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
      'max-params': ['error', 7],
      eqeqeq: 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  // A describe block is a chapter, not a function: its length says nothing.
  { files: ['**/*.spec.ts'], rules: { 'max-lines-per-function': 'off' } },
  // Written from the schema, as long as that is.
  { files: ['apps/api/database/tables.ts'], rules: { 'max-lines': 'off' } },
  // A migration is one frozen page of SQL.
  { files: ['apps/api/database/migrations/*.ts'], rules: { 'max-lines-per-function': 'off' } },
  {
    files: ['apps/api/src/platform/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['**/features/**'], message: 'The platform imports no feature.' }] },
      ],
    },
  },
  {
    files: ['apps/api/src/**/*.ts', 'apps/api/database/**/*.ts'],
    ignores: [
      '**/*.spec.ts',
      '**/spec-support/**',
      'apps/api/database/migrations/*.ts',
      'apps/api/src/platform/database/database.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', ...UNCHECKED_ROWS] },
  },
  {
    files: ['apps/api/src/features/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'setInterval', message: 'Regular work goes through the Schedule (docs/architecture.md).' },
      ],
    },
  },
  ...importRules,
  ...webImportRules,
  {
    files: ['apps/web/src/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended, jsxA11y.flatConfigs.recommended],
    // `role` of a component of ours is that of a person.
    rules: { 'jsx-a11y/aria-role': ['error', { ignoreNonDOM: true }] },
  },
  {
    files: ['apps/web/src/**/*.{ts,tsx}'],
    ignores: ['**/*.spec.{ts,tsx}', 'apps/web/src/spec-support/**'],
    plugins: { aegis: { rules: { 'no-hard-coded-words': noHardCodedWords } } },
    rules: { 'aegis/no-hard-coded-words': 'error' },
  },
  {
    files: ['apps/web/src/**/*.{ts,tsx}'],
    ignores: [
      '**/*.spec.{ts,tsx}',
      'apps/web/src/{spec-support,data}/**',
      'apps/web/src/layout/typed.ts',
      'apps/web/src/share/shared-job.ts',
      'apps/web/src/words/now.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', ...DEVICE_CLOCK] },
  },
  { files: ['**/*.{js,mjs}'], ...tseslint.configs.disableTypeChecked },
);
