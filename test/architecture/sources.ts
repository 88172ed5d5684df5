import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Source text by path relative to the project, comments removed. */
export type Sources = ReadonlyMap<string, string>;

/** Reads all TypeScript files below these folders. */
export function readSources(root: string, folders: string[]): Sources {
  const sources = new Map<string, string>();
  for (const folder of folders) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      if (!name.endsWith('.ts')) continue;
      sources.set(posix.join(folder, name), withoutComments(readFileSync(join(root, folder, name), 'utf8')));
    }
  }
  return sources;
}

const STRING_OR_COMMENT =
  /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\/.*|\/\*[\s\S]*?\*\//g;

/** The same number of lines, so that a line still has its number. */
export function withoutComments(text: string): string {
  return text.replace(STRING_OR_COMMENT, (match, string?: string) => string ?? match.replace(/[^\n]/g, ''));
}

export interface Import {
  from: string;
  /** A path of the project for a relative import, else the name of a package or a built-in module. */
  to: string;
  typeOnly: boolean;
}

const IMPORT =
  /\b(?:import|export)\s+(type\s)?\s*([\w*{][^'";]*?)\sfrom\s+'([^']+)'|\bimport\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;

/** Every import of a file: static, for its effects, re-exported, and dynamic with a literal path. */
export function importsOf(path: string, text: string): Import[] {
  return [...text.matchAll(IMPORT)].map(([, type, names, ...specifiers]) => {
    const specifier = specifiers.find((value) => value !== undefined) as string;
    return {
      from: path,
      to: specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier,
      typeOnly:
        type !== undefined || (names !== undefined && /^\{(\s*type\s[^,}]+,?)+\s*\}$/.test(names.trim())),
    };
  });
}

export function allImports(sources: Sources): Import[] {
  return [...sources].flatMap(([path, text]) => importsOf(path, text));
}
