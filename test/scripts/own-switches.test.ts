import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { renameSwitches } from '../../scripts/own-switches.mjs';

test('the names that a program asks for are changed, and what speaks of them is left', () => {
  const bytes = Buffer.from(
    '\0BUN_OPTIONS\0xBUN_INSPECT_PRELOAD\0BUN_BE_BUNNY process.env.BUN_INSPECT_NOTIFY BUN_OPTIONS is',
  );
  assert.equal(renameSwitches(bytes), { BUN_OPTIONS: 1, BUN_BE_BUN: 1, BUN_INSPECT: 1 });
  const expected =
    '\0\x01UN_OPTIONS\0x\x01UN_INSPECT_PRELOAD\0\x01UN_BE_BUNNY process.env.BUN_INSPECT_NOTIFY BUN_OPTIONS is';
  assert.is(bytes.toString('latin1'), expected);
});

test.run();
