/** `npm test`: types, lint, formatting and every suite; one line at the end adds them all up. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildRenderer } from './build-renderer.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name: string) => `${root}node_modules/.bin/${name}`;
const reports = `${root}out/test-reports`;
/** As it was given: Vite's build says `production` in it, and React then leaves out what its tests need. */
const environment = { ...process.env };

interface Outcome {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
}

/** Each is one check: it holds, or it does not. */
const checks: readonly (readonly [suite: string, command: string, ...args: string[]])[] = [
  ['types', bin('tsc'), '-b'],
  ['lint', bin('oxlint'), '--type-aware'],
  ['format', bin('prettier'), '--check', '--log-level', 'warn', '.'],
];
const suites = ['unit', 'dom', 'contract', 'simulation', 'e2e'];

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const wanted = process.argv.slice(2);
const isWanted = (suite: string) => wanted.length === 0 || wanted.includes(suite);
const outcomes: Outcome[] = [];
for (const [suite, command, ...args] of checks) {
  if (isWanted(suite)) outcomes.push(await runCheck(suite, command, args));
}
if (isWanted('e2e') || isWanted('contract')) await buildRenderer(say);
for (const suite of suites) if (isWanted(suite)) outcomes.push(await runSuite(suite));
process.exitCode = summarise(outcomes);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function runCheck(suite: string, command: string, args: readonly string[]): Promise<Outcome> {
  const begun = performance.now();
  say(`\n== ${suite}`);
  const code = await run(command, args);
  return { suite, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, seconds: since(begun) };
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
  const counts = readCounts(file);
  // A suite that ran nothing, or ended badly after its tests, is a failure although no test of it failed.
  const isBroken = counts.passed + counts.failed === 0 || (code !== 0 && counts.failed === 0);
  return { suite, ...counts, failed: counts.failed + (isBroken ? 1 : 0), seconds: since(begun) };
}

function readCounts(file: string): Pick<Outcome, 'passed' | 'failed' | 'skipped'> {
  if (!existsSync(file)) return { passed: 0, failed: 0, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
  };
  return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests };
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

/** @returns the exit code */
function summarise(all: readonly Outcome[]): number {
  say('\nsuite         passed  failed  skipped  seconds');
  for (const { suite, passed, failed, skipped, seconds } of all) {
    const cells = [passed, failed, skipped, seconds].map((cell) => String(cell).padStart(8));
    say(suite.padEnd(12) + cells.join(''));
  }
  const total = (count: 'passed' | 'failed') => all.reduce((sum, outcome) => sum + outcome[count], 0);
  say(`\n${total('passed')} passed, ${total('failed')} failed`);
  return total('failed') > 0 || all.length === 0 ? 1 : 0;
}
