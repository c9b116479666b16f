import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourcesBelow } from './sources.mjs';
import { programOf, transpile } from './transpile.mjs';
import { ROOT } from './workspace.mjs';

/** The compiler reads some hundred files, on a machine that may be busy. */
const COMPILER_LIMIT_MS = 180_000;
const OPTIONS = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  isolatedModules: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
};

/** What is told of parameters and properties, without the ways in which each says that a name may be a type alone. */
const metadataIn = (code) =>
  [...code.matchAll(/"design:(\w+)",\s*([^\n]*?\[[^\]]*\]|[^\n;]*?)\)[,\]\s]/g)].map(([, what, value]) =>
    `${what} ${value}`
      .replaceAll(/typeof \(_?\w+ = typeof ([\w.]+) !== "undefined" && \1\) === "function" \? _?\w+ : Object/g, '$1')
      .replaceAll(/typeof ([\w.]+) === "undefined" \? Object : \1/g, '$1')
      .replaceAll(/\s+/g, ''),
  );
const parametersIn = (code) => metadataIn(code).filter((line) => line.startsWith('paramtypes'));

describe('a program without a look at its types', () => {
  const decorated = sourcesBelow('apps/api/src').filter((file) =>
    /^@\w+\(/m.test(readFileSync(join(ROOT, file), 'utf8')),
  );

  it('tells dependency injection what the compiler tells it, class by class', { timeout: COMPILER_LIMIT_MS }, () => {
    expect(decorated.length).toBeGreaterThan(150);
    const differ = [];
    let classes = 0;
    for (const file of decorated) {
      const text = readFileSync(join(ROOT, file), 'utf8');
      const [wanted, made] = [
        parametersIn(ts.transpileModule(text, { compilerOptions: OPTIONS, fileName: file }).outputText),
        parametersIn(programOf(file, text).code),
      ];
      classes += wanted.length;
      if (wanted.join('\n') !== made.join('\n')) differ.push({ file, wanted, made });
    }
    expect(differ).toEqual([]);
    expect(classes).toBeGreaterThan(200);
  });

  it('of sources that are none is refused in words that name the file', () => {
    expect(() => programOf('src/broken.ts', 'const = 1;')).toThrow(
      /^src\/broken\.ts: [^]*\nThe sources do not compile\.$/,
    );
  });
});

describe('a project', () => {
  let folder;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aegis-transpile-'));
    mkdirSync(join(folder, 'src', 'inner'), { recursive: true });
    mkdirSync(join(folder, 'dist'));
    const compilerOptions = { rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/.tsbuildinfo' };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(
      join(folder, 'src', 'index.ts'),
      `export { two } from './inner/two.js';\nexport type { T } from './t.js';\n`,
    );
    writeFileSync(
      join(folder, 'src', 'inner', 'two.ts'),
      `const of = (n: number): number => n + 1;\nexport const two = of(1);\n`,
    );
    writeFileSync(join(folder, 'src', 't.d.ts'), `export type T = string;\n`);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('becomes one that runs, whose traces name the sources', async () => {
    transpile(folder);
    const { two } = await import(pathToFileURL(join(folder, 'dist', 'index.js')).href);
    expect(two).toBe(2);
    const map = JSON.parse(readFileSync(join(folder, 'dist', 'inner', 'two.js.map'), 'utf8'));
    expect(map.sources).toEqual(['../../src/inner/two.ts']);
    expect(readFileSync(join(folder, 'dist', 'inner', 'two.js'), 'utf8')).toMatch(
      /\/\/# sourceMappingURL=two\.js\.map\n$/,
    );
  });

  /** As the compiler leaves it, so long after the sources were written. */
  const compiledAt = (seconds) => {
    writeFileSync(join(folder, 'dist', '.tsbuildinfo'), '{}');
    const at = Date.now() / 1000 + seconds;
    utimesSync(join(folder, 'dist', '.tsbuildinfo'), at, at);
  };

  it('is left as it is where the compiler has compiled these sources', () => {
    compiledAt(60);
    transpile(folder);
    expect(readdirSync(join(folder, 'dist'))).toEqual(['.tsbuildinfo']);
  });

  it('is compiled whole by the compiler afterwards, which has no notes of what it wrote', () => {
    compiledAt(-60);
    transpile(folder);
    expect(() => readFileSync(join(folder, 'dist', '.tsbuildinfo'))).toThrow('ENOENT');
  });
});
