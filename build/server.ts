/** `npm run server`: the central server alone, with the application built where stale. */
import { buildRenderer } from './build-renderer.ts';

const isServing = process.argv.length === 2 || process.argv[2] === '--demo';
if (isServing) await buildRenderer((line) => process.stderr.write(`${line}\n`));
process.argv[1] = new URL('../server/main.ts', import.meta.url).pathname;
// By address: the tooling may import no server code, it only starts it.
await import(process.argv[1]);
