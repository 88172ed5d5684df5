import { configBroken } from '../../config-errors.ts';

/** One `[section]` of an INI file, its keys in the order of the file. */
export interface IniSection {
  name: string;
  keys: Map<string, string>;
}

/**
 * Parses an INI file as Python's `configparser` does for supervisord: `key = value` or `key: value`; indented lines
 * continue the value; lines that begin with `#` or `;` are comments, and ` ;` begins one within a line. Keys are in
 * lower case.
 *
 * @throws `CONFIG_BROKEN`
 */
export function parseIni(file: string, text: string): IniSection[] {
  const sections: IniSection[] = [];
  let key: string | null = null;
  for (const [index, whole] of text.split(/\r?\n/).entries()) {
    const line = whole.replace(/\s;.*$/, '').trimEnd();
    if (line === '' || /^[#;]/.test(line)) continue;
    const section = sections.at(-1);
    const [, title] = /^\[(.+)\]$/.exec(line) ?? [];
    if (title !== undefined) {
      sections.push({ name: title.trim(), keys: new Map() });
      key = null;
    } else if (/^\s/.test(line) && key !== null && section !== undefined) {
      section.keys.set(key, `${section.keys.get(key)}\n${line.trim()}`.trim());
    } else {
      const [, name, value] = /^\s*([^=:\s][^=:]*?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
      if (section === undefined || name === undefined || value === undefined) {
        const reason =
          section === undefined ? 'it comes before the first [section]' : 'it is not key = value';
        throw configBroken({
          file,
          format: 'INI',
          reason: `${JSON.stringify(line)}: ${reason}`,
          line: index + 1,
        });
      }
      key = name.toLowerCase();
      section.keys.set(key, value.trim());
    }
  }
  return sections;
}
