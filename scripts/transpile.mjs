import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { transformSync } from 'rolldown/utils';
import { Refusal } from './say.mjs';

const SOURCE = /(?<!\.d)\.ts$/;

/**
 * Makes programs of the sources of a project, without a look at their types: half a second for the whole, where the compiler takes
 * fifteen. What it makes is the compiler's to the last parameter that dependency injection reads, which a test compares
 * (docs/decisions/0206). A project whose programs somebody else makes (`emitDeclarationOnly`) is left alone, and one that the compiler has
 * compiled as it is.
 * @param {string} folder of a project, with its tsconfig.json
 */
export function transpile(folder) {
  const { compilerOptions = {}, include = [] } = JSON.parse(readFileSync(join(folder, 'tsconfig.json'), 'utf8'));
  const { rootDir, outDir, tsBuildInfoFile, emitDeclarationOnly } = compilerOptions;
  if (emitDeclarationOnly || outDir === undefined) return;
  const files = include.flatMap((part) => sourcesIn(join(folder, part)));
  const notes = tsBuildInfoFile && join(folder, tsBuildInfoFile);
  if (notes && isNewerThan(notes, [join(folder, 'tsconfig.json'), ...files])) return;
  // The compiler would take what stands there now for what it wrote itself.
  if (notes) rmSync(notes, { force: true });
  for (const file of files) {
    const name = relative(join(folder, rootDir), file).replace(SOURCE, '.js');
    write(file, join(folder, outDir, name));
  }
}

/** By its notes, which it writes last. */
const isNewerThan = (notes, files) =>
  existsSync(notes) && files.every((file) => statSync(file).mtimeMs < statSync(notes).mtimeMs);

/** @returns {{ code: string, map: object }} the program that a file of TypeScript is */
export function programOf(file, text) {
  const { code, map, errors } = transformSync(file, text, {
    sourcemap: true,
    target: 'es2023',
    decorator: { legacy: true, emitDecoratorMetadata: true },
  });
  if (errors.length > 0) throw new Refusal(`${file}: ${errors[0].message}\nThe sources do not compile.`);
  return { code, map };
}

function write(file, output) {
  const { code, map } = programOf(file, readFileSync(file, 'utf8'));
  const folder = dirname(output);
  mkdirSync(folder, { recursive: true });
  const name = output.slice(folder.length + 1);
  writeFileSync(output, `${code}//# sourceMappingURL=${name}.map\n`);
  writeFileSync(`${output}.map`, JSON.stringify({ ...map, file: name, sources: [relative(folder, file)] }));
}

function sourcesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
