import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../runner/subject.ts';

/** Made by tools, and to be made anew in a copy. */
const NOT_COPIED = ['node_modules', 'dist', '.git', '.opm', 'coverage'];

/** The sources in another folder, with the same packages, and caches of their own. */
export function copyCheckout(folder: string): void {
  for (const name of fs.readdirSync(ROOT)) {
    if (!NOT_COPIED.includes(name)) {
      fs.cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
    }
  }
  fs.mkdirSync(path.join(folder, 'node_modules'));
  for (const name of fs.readdirSync(path.join(ROOT, 'node_modules'))) {
    if (name === '.cache') continue;
    fs.symlinkSync(path.join(ROOT, 'node_modules', name), path.join(folder, 'node_modules', name));
  }
}

/** Gives a copy of the example fleet other ports: whoever runs it at the same time must not be met. */
export function moveFleetPorts(config: string): void {
  // Below the ports that the kernel gives out by itself.
  const hundreds = 200 + Math.floor(Math.random() * 120);
  fs.writeFileSync(config, fs.readFileSync(config, 'utf8').replace(/\b78(\d\d)\b/g, `${hundreds}$1`));
}
