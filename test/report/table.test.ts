import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { printable } from '../../src/printable.ts';
import { cellWidth, fitCells, fitLabel, padCells } from '../../src/report/cells.ts';
import { renderTable } from '../../src/report/table.ts';

interface Row {
  id: number;
  name: string;
}

const COLUMNS = [
  { title: 'id', text: (row: Row) => String(row.id), align: 'right' as const },
  { title: 'name', text: (row: Row) => row.name, shrinkTo: 6 },
  { title: 'end', text: () => 'x', color: () => 'red' as const },
];

const plain = (columns = Number.POSITIVE_INFINITY) => ({ color: false, columns: () => columns });

test('columns are as wide as their content, and numbers are right-aligned', () => {
  const rows = [
    { id: 1, name: 'api' },
    { id: 12, name: 'a-long-name' },
  ];
  assert.is(
    renderTable(rows, COLUMNS, plain()),
    ['id  name         end', ' 1  api          x', '12  a-long-name  x', ''].join('\n'),
  );
});

test('a table is cut to the terminal where columns allow it, and no further', () => {
  const rows = [{ id: 1, name: 'a-name-of-some-length' }];
  assert.is(renderTable(rows, COLUMNS, plain(20)), 'id  name         end\n 1  a-name-of-…  x\n');
  assert.is(renderTable(rows, COLUMNS, plain(5)), 'id  name    end\n 1  a-nam…  x\n');
});

test('the instance number survives truncation, and expendable columns go first, one by one', () => {
  const columns = [
    ...COLUMNS,
    { title: 'memory', text: () => '41.9M', expendable: 2 },
    { title: 'cpu', text: () => '0.0%', expendable: 1 },
  ];
  const rows = [{ id: 1, name: 'some-name:12' }];
  const lineAt = (width: number) => renderTable(rows, columns, plain(width)).split('\n')[1];
  assert.is(lineAt(80), ' 1  some-name:12  x    41.9M   0.0%');
  assert.is(lineAt(29), ' 1  so…:12  x    41.9M   0.0%');
  assert.is(lineAt(28), ' 1  some-na…:12  x    41.9M');
  assert.is(lineAt(23), ' 1  so…:12  x    41.9M');
  assert.is(lineAt(22), ' 1  some-name:12  x');
  assert.is(lineAt(20), ' 1  some-na…:12  x');
  assert.is(lineAt(5), ' 1  so…:12  x');
});

test('colours are used only where wanted', () => {
  const rows = [{ id: 1, name: 'api' }];
  assert.not.ok(renderTable(rows, COLUMNS, plain()).includes('\u001B'));
  assert.ok(renderTable(rows, COLUMNS, { color: true, columns: () => 80 }).includes('\u001B[31mx\u001B[0m'));
});

test('names cannot bring escape sequences to the terminal, nor turn the direction of text', () => {
  const text = renderTable([{ id: 1, name: '\u001B[2Jx\r\n\u202Ey' }], COLUMNS, plain());
  assert.match(text, /\\x1B\[2Jx\\x0D\\x0A\\u202Ey/);
  assert.is(printable('a\tb\u009Bc'), 'a b\\x9Bc');
});

test('wide characters take two cells, combining marks take none', () => {
  assert.is(cellWidth('api'), 3);
  assert.is(cellWidth('日本'), 4);
  assert.is(cellWidth('e\u0301'), 1);
  assert.is(cellWidth('🚀'), 2);
  assert.is(padCells('日', 4, 'left'), '日  ');
  assert.is(padCells('日', 4, 'right'), '  日');
});

test('a text is never cut to more cells than requested', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat({ max: 30 }), (text, width) => {
      for (const fitted of [fitCells(text, width), fitLabel(`${text}:12`, width)])
        assert.ok(cellWidth(fitted) <= width, `"${fitted}" is wider than ${width}`);
      if (cellWidth(text) <= width) assert.is(fitCells(text, width), text);
    }),
  );
});

test('a line of a table is never wider than the terminal while its columns can be cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' })),
      fc.integer({ min: 20, max: 60 }),
      (names, width) => {
        const rows = names.map((name, id) => ({ id, name }));
        for (const line of renderTable(rows, COLUMNS, plain(width)).split('\n')) {
          assert.ok(cellWidth(line) <= width, `"${line}" is wider than ${width}`);
        }
      },
    ),
  );
});

test.run();
