/**
 * `npm run bench:peers [-- --cards 5000 --changes 500 --cut-off 3 NAME …]`: the same rows through CR Desk and through
 * others, one table. docs/benchmarks.md, “Against peers”, says what and why.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure } from './measure.ts';
import { servePeerPages } from './pages.ts';
import { arePeersInstalled, systems } from './systems.ts';
import { peerTable, type Measured } from './table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cards: { type: 'string', default: '100000' },
    changes: { type: 'string', default: '10000' },
    samples: { type: 'string', default: '50' },
    'cut-off': { type: 'string', default: '10' },
  },
});
const order = {
  cards: Number(values.cards),
  changes: Number(values.changes),
  samples: Number(values.samples),
  queries: 100,
  cutOffMs: Number(values['cut-off']) * 60_000,
};
const wanted = systems.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

if (!arePeersInstalled()) {
  say('Installing the peers …');
  execFileSync('npm', ['ci'], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}
const pages = await servePeerPages(wanted);
const measured: Measured[] = [];
try {
  for (const system of wanted) {
    measured.push({ system, cells: await measure(system, pages, order, say) });
    for (const one of peerTable(measured)) say(one);
  }
} finally {
  await pages.close();
}
say(
  `\n${order.cards} cards; ${order.changes} changes and cards, ${order.samples} samples for what two clients do.`,
);
for (const { name, licence, durability, version } of wanted) {
  say(`${name} ${version()} (${licence}), ${durability}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
