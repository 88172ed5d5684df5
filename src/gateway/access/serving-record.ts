import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { anyLivenessOf, type Identity, identityOf } from '../../runtime/proc/process-table.ts';
import { processTable } from '../../runtime/proc/system.ts';
import { createPrivateFile, privateFilesIn, removePrivateFile } from './private-file.ts';
import { randomSecret } from './random-secret.ts';

const recordSchema = v.object({
  version: v.literal(1),
  identity: v.object({
    bootId: v.string(),
    pidNamespace: v.string(),
    pid: v.number(),
    startTicks: v.number(),
  }),
  urls: v.array(v.string()),
});

/**
 * Records in the home that this process serves these URLs, so that `opm dashboard` finds it.
 *
 * @returns a function that removes the record
 */
export async function recordServing(gatewayFolder: string, urls: string[]): Promise<() => Promise<void>> {
  const file = path.join(gatewayFolder, 'serving', `${randomSecret().slice(0, 16)}.json`);
  const identity = identityOf(processTable(), process.pid);
  await createPrivateFile(file, { version: 1, identity, urls });
  return async () => {
    await removePrivateFile(file);
  };
}

/** The URLs of every live gateway of the home, unordered. Records of dead ones are removed. */
export async function servedUrls(gatewayFolder: string): Promise<string[]> {
  const folder = path.join(gatewayFolder, 'serving');
  const urls: string[] = [];
  for (const entry of await privateFilesIn(folder)) {
    const file = path.join(folder, entry);
    const record = await readRecord(file);
    if (record !== null && isAlive(record.identity)) urls.push(...record.urls);
    else await removePrivateFile(file);
  }
  return urls;
}

function isAlive(identity: Identity): boolean {
  return anyLivenessOf(processTable(), identity) !== 'dead';
}

async function readRecord(file: string): Promise<v.InferOutput<typeof recordSchema> | null> {
  try {
    const read = v.safeParse(recordSchema, JSON.parse(await fs.readFile(file, 'utf8')));
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}
