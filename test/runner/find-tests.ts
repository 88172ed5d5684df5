import { readdirSync } from 'node:fs';

/** Where tests live; everything else under these folders is programs and data that tests use. */
const FOLDERS = ['test', 'plugins'];
const NOT_SEARCHED = ['test/fixtures', 'test/bench'];

/** Paths of all test files below the project's folder, relative to it and sorted. */
export function findTests(root: string): string[] {
  return FOLDERS.flatMap((folder) => search(root, folder)).sort();
}

function search(root: string, folder: string): string[] {
  if (NOT_SEARCHED.includes(folder)) return [];
  return readdirSync(`${root}/${folder}`, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return search(root, path);
    return entry.name.endsWith('.test.ts') ? [path] : [];
  });
}
