/** The bill of materials of a release, in the format of CycloneDX 1.6. */
import { createHash } from 'node:crypto';

/** @typedef {{ name: string, version: string, license: string, integrity?: string }} Component */

/**
 * Deterministic: the same packages always give the same document.
 *
 * @param {object} release
 * @param {string} release.version of OPM
 * @param {string | null} release.timestamp when its commit was made
 * @param {Component[]} release.components everything in the executables
 */
export function billOfMaterials({ version, timestamp, components }) {
  const opm = { type: 'application', 'bom-ref': packageUrl('opm', version), name: 'opm', version };
  const entries = components.map(entry).sort((a, b) => (a.purl < b.purl ? -1 : 1));
  const content = {
    metadata: {
      ...(timestamp === null ? {} : { timestamp }),
      component: { ...opm, licenses: [{ expression: 'MIT' }], purl: opm['bom-ref'] },
    },
    components: entries,
    dependencies: [{ ref: opm['bom-ref'], dependsOn: entries.map(({ purl }) => purl) }],
  };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(content))}`,
    version: 1,
    ...content,
  };
}

/** @param {Component} component */
function entry({ name, version, license, integrity }) {
  const purl = packageUrl(name, version);
  const [group, base] = name.startsWith('@') ? name.split('/') : [undefined, name];
  return {
    type: 'library',
    'bom-ref': purl,
    ...(group === undefined ? {} : { group }),
    name: base,
    version,
    licenses: [{ expression: license }],
    purl,
    ...(integrity === undefined ? {} : { hashes: [{ alg: 'SHA-512', content: hexOf(integrity) }] }),
  };
}

/**
 * @param {string} name
 * @param {string} version
 */
function packageUrl(name, version) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** @param {string} integrity from the lock file: `sha512-` and base64 */
function hexOf(integrity) {
  return Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
}

/**
 * A UUID of version 8, whose bits are custom.
 *
 * @param {string} text
 */
function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
