/** `npm test`: types, lint, formatting and every suite; one line at the end adds them all up. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildElectron } from './build-electron.ts';
import { buildRenderer } from './build-renderer.ts';
import { chooseShell, notVerified } from './electron-suite.ts';
import { electronProgram } from './opening.ts';
import { exitCodeOf, failuresOf, summaryOf, toCounts, type Outcome } from './outcome.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name: string) => `${root}node_modules/.bin/${name}`;
const reports = `${root}out/test-reports`;
/** As it was given: Vite's build says `production` in it, and React then leaves out what its tests need. */
const { CRDESK_ELECTRON: namedElectron, ...environment } = process.env;

/** Each is one check: it holds, or it does not. */
const checks: readonly (readonly [suite: string, command: string, ...args: string[]])[] = [
  ['types', bin('tsc'), '-b'],
  ['lint', bin('oxlint'), '--type-aware'],
  ['format', bin('prettier'), '--check', '--log-level', 'warn', '.'],
];
const suites = ['unit', 'dom', 'contract', 'simulation', 'e2e'];
/** The flows of `e2e` once more, in the desktop window or in what stands in for it: the latter where it is asked for. */
const inWindow = ['electron', 'stand-in'];

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const wanted = process.argv.slice(2);
const known = [...checks.map(([suite]) => suite), ...suites, ...inWindow];
const unknown = wanted.filter((suite) => !known.includes(suite));
if (unknown.length > 0) {
  say(`There is no suite ${unknown.join(', ')}; there are ${known.join(', ')}.`);
  process.exit(2);
}
const isWanted = (suite: string) => wanted.length === 0 || wanted.includes(suite);
const outcomes: Outcome[] = [];
const failures: string[] = [];
for (const [suite, command, ...args] of checks) {
  if (isWanted(suite)) outcomes.push(await runCheck(suite, command, args));
}
const isStandIn = wanted.includes('stand-in');
if (isWanted('e2e') || isWanted('contract') || isStandIn) await buildRenderer(say);
for (const suite of suites) if (isWanted(suite)) outcomes.push(await runSuite(suite));
if (isStandIn) outcomes.push(await runSuite('stand-in'));
if (isWanted('electron')) await runInElectron();
for (const line of [...failures, ...summaryOf(outcomes)]) say(line);
process.exitCode = exitCodeOf(outcomes);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function runCheck(suite: string, command: string, args: readonly string[]): Promise<Outcome> {
  const begun = performance.now();
  say(`\n== ${suite}`);
  const code = await run(command, args);
  return { suite, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, seconds: since(begun) };
}

/** The same flows in Electron's own window, where its program is there. */
async function runInElectron(): Promise<void> {
  const { program, why } = chooseShell({
    platform: process.platform,
    env: { ...environment, CRDESK_ELECTRON: namedElectron },
    packagedProgram: `${root}${electronProgram(process.platform)}`,
    exists: existsSync,
  });
  if (program === null) return say(`\n${notVerified(why)}`);
  environment['CRDESK_ELECTRON'] = program;
  await buildRenderer(say);
  await buildElectron();
  outcomes.push(await runSuite('electron'));
}

async function runSuite(suite: string): Promise<Outcome> {
  const begun = performance.now();
  say(`\n== ${suite}`);
  const file = `${reports}/${suite}.json`;
  const args = ['run', '-c', 'build/vitest.config.ts', '--project', suite];
  const code = await run(bin('vitest'), [
    ...args,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const report = existsSync(file) ? readFileSync(file, 'utf8') : null;
  failures.push(...failuresOf(suite, report), ...pagesOf(suite));
  return { suite, ...toCounts(report, code), seconds: since(begun) };
}

/** What a browser showed when its test failed (test/support/tell-pages.ts). */
function pagesOf(suite: string): string[] {
  const file = `${reports}/${suite}-pages.txt`;
  return existsSync(file) ? [readFileSync(file, 'utf8')] : [];
}

function run(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: environment });
    child.on('error', (error) => {
      say(String(error));
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function since(begun: number): number {
  return Math.round((performance.now() - begun) / 100) / 10;
}
