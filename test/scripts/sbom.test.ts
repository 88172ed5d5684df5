import { readFileSync } from 'node:fs';
import { type Schema, Validator } from '@cfworker/json-schema';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { billOfMaterials } from '../../scripts/sbom.mjs';

const SCHEMAS = new URL('../../node_modules/@cyclonedx/cyclonedx-library/res/schema/', import.meta.url);

const schema = (name: string): Schema =>
  JSON.parse(readFileSync(new URL(`${name}.SNAPSHOT.schema.json`, SCHEMAS), 'utf8'));

function problems(bill: object): string[] {
  const validator = new Validator(schema('bom-1.6'), '7', false);
  for (const name of ['spdx', 'jsf-0.82']) validator.addSchema(schema(name));
  return validator
    .validate(bill)
    .errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);
}

const integrity = `sha512-${Buffer.alloc(64, 1).toString('base64')}`;
const RELEASE = {
  version: '1.2.3',
  timestamp: '2026-01-02T03:04:05.000Z',
  components: [
    { name: 'valibot', version: '1.5.0', license: 'MIT', integrity },
    { name: '@oven/bun-linux-x64', version: '1.4.5', license: 'MIT OR Apache-2.0' },
  ],
};

test('it is a valid CycloneDX bill of materials', () => {
  assert.equal(problems(billOfMaterials(RELEASE)), []);
  assert.equal(problems(billOfMaterials({ ...RELEASE, timestamp: null, components: [] })), []);
  assert.ok(problems({ ...billOfMaterials(RELEASE), serialNumber: '1' }).length > 0);
});

test("every package has its package URL, and the lock file's checksum if there is one", () => {
  const { components, dependencies } = billOfMaterials(RELEASE);
  assert.equal(
    components.map(({ purl }) => purl),
    ['pkg:npm/%40oven/bun-linux-x64@1.4.5', 'pkg:npm/valibot@1.5.0'],
  );
  assert.equal(components[0]?.hashes, undefined);
  assert.equal(components[1]?.hashes, [{ alg: 'SHA-512', content: '01'.repeat(64) }]);
  assert.equal(dependencies, [{ ref: 'pkg:npm/opm@1.2.3', dependsOn: components.map(({ purl }) => purl) }]);
});

test('the same packages give the same bill, and different ones a different bill', () => {
  const backwards = { ...RELEASE, components: [...RELEASE.components].reverse() };
  assert.equal(billOfMaterials(backwards), billOfMaterials(RELEASE));
  const other = billOfMaterials({ ...RELEASE, version: '1.2.4' });
  assert.is.not(other.serialNumber, billOfMaterials(RELEASE).serialNumber);
});

test.run();
