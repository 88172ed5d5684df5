import { isAbsolute, relative, sep } from 'node:path';

/** Nobody writes these in order to restart an app. */
const NEVER = ['.*', 'node_modules', '__pycache__', '*~', '*.swp', '*.swx', '4913', '#*#'];

/**
 * Whether changes of a path mean nothing. A pattern without `/` is the name of a file or a folder at any depth, one
 * with `/` is a path below a watched folder; both take `*`, `**` and `?`. What a folder that is ignored contains is
 * ignored too.
 *
 * @param options.roots the watched files and folders, absolute: what they are called themselves never matters
 * @param options.files further files that mean nothing, absolute
 */
export function ignoredPaths(options: {
  roots: readonly string[];
  patterns: readonly string[];
  files: readonly string[];
}): (path: string) => boolean {
  const files = new Set(options.files);
  const all = [...NEVER, ...options.patterns].map((pattern) => pattern.replace(/\/+$/, ''));
  const names = all.filter((pattern) => !pattern.includes('/')).map(expressionOf);
  const paths = all
    .filter((pattern) => pattern.includes('/'))
    .map((pattern) => ({
      isWhole: isAbsolute(pattern),
      expression: expressionOf(pattern.replace(/^\.\//, '')),
    }));
  return (path) => {
    if (files.has(path)) return true;
    for (const root of options.roots) {
      const below = relative(root, path);
      if (below === '' || below === '..' || below.startsWith(`..${sep}`)) continue;
      const parts = below.split(sep);
      const isNamed = parts.some((part) => names.some((name) => name.test(part)));
      const isBelow = parts.some((_, index) => {
        const start = parts.slice(0, index + 1).join('/');
        return paths.some(({ isWhole, expression }) => expression.test(isWhole ? `${root}/${start}` : start));
      });
      if (isNamed || isBelow) return true;
    }
    return false;
  };
}

function expressionOf(pattern: string): RegExp {
  const text = pattern.replaceAll(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (token) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    return token === '?' ? '[^/]' : `\\${token}`;
  });
  return new RegExp(`^${text}$`);
}
