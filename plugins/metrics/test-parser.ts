import assert from 'node:assert/strict';

export interface Parsed {
  types: Record<string, string>;
  /** By the line's name and labels, the labels sorted: `a{x="1"}`. */
  values: Map<string, number>;
}

/** Parses the text format as strictly as Prometheus does, and rejects what its linter would. */
export function parse(text: string): Parsed {
  const types: Record<string, string> = {};
  const values = new Map<string, number>();
  let helped = '';
  assert.ok(text.endsWith('\n'), 'the last line ends');
  for (const line of text.slice(0, -1).split('\n')) {
    const help = /^# HELP ([a-z_]+) \S.*$/.exec(line);
    if (help) {
      assert.equal(types[help[1]!], undefined, `${line} comes once`);
      helped = help[1]!;
      continue;
    }
    const type = /^# TYPE ([a-z_]+) (counter|gauge)$/.exec(line);
    if (type) {
      assert.equal(type[1], helped, 'HELP precedes TYPE');
      assert.equal(type[2] === 'counter', helped.endsWith('_total'), 'counters end in _total');
      types[helped] = type[2]!;
      continue;
    }
    const sample = /^([a-z_]+)(?:\{((?:[A-Za-z_]\w*="(?:[^"\\]|\\[\\n"])*",?)*)\})? (\S+)$/.exec(line);
    assert.ok(sample, `an unreadable line: ${line}`);
    const [, name, labels = '', value] = sample!;
    assert.equal(name, helped, 'lines of one metric stand together, below its TYPE');
    const pairs = labels.match(/[A-Za-z_]\w*="(?:[^"\\]|\\[\\n"])*"/g) ?? [];
    assert.equal(pairs.join(','), labels, line);
    assert.equal(new Set(pairs.map((pair) => pair.split('=')[0])).size, pairs.length, 'a label comes once');
    const key = pairs.length === 0 ? name! : `${name}{${pairs.sort().join(',')}}`;
    assert.ok(!values.has(key), `${key} comes once`);
    assert.ok(Number.isFinite(Number(value)), line);
    values.set(key, Number(value));
  }
  return { types, values };
}
