// Starts one of the project's TypeScript programs, or says in one sentence why it cannot.
// Plain JavaScript of old syntax: whatever Node there is must be able to read it.
import { spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { dirname, join } from 'node:path';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [script, ...args] = process.argv.slice(2);
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `CR Desk needs Node 22.12 or newer; this is ${process.versions.node}: install a newer one from nodejs.org.\n`,
  );
  process.exit(1);
}

const path = join(root, script);
// From 23.6 on Node reads TypeScript by itself.
if (major > 23 || (major === 23 && minor >= 6)) {
  process.argv = [process.execPath, path, ...args];
  await import(pathToFileURL(path).href);
} else {
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, path, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : code));
}
