// Prepares the home named in its argument and tells how it went.
import { prepareHome } from '../../src/runtime/home.ts';

try {
  prepareHome(process.argv[2]!);
  console.log('ready');
} catch (error) {
  const { code, exitCode, message } = error as { code?: string; exitCode?: number; message: string };
  console.log(`${code} ${exitCode} ${message}`);
}
