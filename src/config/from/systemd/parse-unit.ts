/** A unit file: section → key → its values in file order. An empty value resets those before it. */
export type Unit = Map<string, Map<string, string[]>>;

/** Parses a unit file. A backslash at the end of a line joins it to the next; lines that begin with `#` or `;` are comments. */
export function parseUnit(text: string): Unit {
  const unit: Unit = new Map();
  let section = new Map<string, string[]>();
  for (const line of joined(text)) {
    const [, title] = /^\[([^\]]+)\]$/.exec(line) ?? [];
    if (title !== undefined) {
      section = unit.get(title) ?? new Map<string, string[]>();
      unit.set(title, section);
      continue;
    }
    const [, key, value] = /^([\w-]+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (key === undefined || value === undefined) continue;
    section.set(key, value === '' ? [] : [...(section.get(key) ?? []), value]);
  }
  return unit;
}

function joined(text: string): string[] {
  const lines: string[] = [];
  let open = false;
  for (const line of text.split(/\r?\n/)) {
    // A comment inside a continued line is skipped, and the line continues after it.
    if (/^\s*[#;]/.test(line)) continue;
    const part = line.replace(/\\$/, '').trim();
    if (open) lines.push(`${lines.pop()} ${part}`.trim());
    else lines.push(part);
    open = line.endsWith('\\');
  }
  return lines.filter((line) => line !== '');
}

/** Words as systemd splits them: at blanks, with quotes around whole words, and `\` escapes inside. */
export function unitWords(text: string): string[] {
  const words = text.match(/(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\.|[^\s"'\\])+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(
      /"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|((?:\\.|[^"'\\])+)/g,
      (_, double, single, bare) => unescaped(double ?? single ?? bare ?? ''),
    ),
  );
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', s: ' ' };

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}
