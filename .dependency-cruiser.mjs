/**
 * What ESLint cannot see, because it looks at one file at a time. Types count as imports too: a house in which a type goes in
 * a circle is as hard to take apart.
 */
export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Files that import each other are one file in two: move what both need into a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'platform-reaches-no-feature',
      comment:
        'Also not through other files: what the platform needs of features is handed to it (docs/architecture.md).',
      severity: 'error',
      from: { path: '^apps/api/src/platform/', pathNot: '[.]spec[.]ts$' },
      to: { path: '^apps/api/src/features/', reachable: true },
    },
    {
      name: 'repository-takes-no-platform',
      comment: 'A repository asks the database and knows nothing else (docs/decisions/0086).',
      severity: 'error',
      from: { path: '[.]repository[.]ts$' },
      to: { path: '^apps/api/src/platform/platform[.]ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    skipAnalysisNotInRules: true,
  },
};
