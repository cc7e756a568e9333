/** How the suites of `npm test` ended, added up: what ran nothing counts as failed. */

export interface Outcome {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
}

/**
 * @param report what Vitest wrote as JSON, null where it wrote nothing
 * @param code its exit code
 */
export function toCounts(
  report: string | null,
  code: number,
): Pick<Outcome, 'passed' | 'failed' | 'skipped'> {
  const { numPassedTests, numFailedTests, numPendingTests } = (
    report === null ? nothing : JSON.parse(report)
  ) as typeof nothing;
  // A suite that ran nothing, or ended badly after its tests, is a failure although no test of it failed.
  const isBroken = numPassedTests + numFailedTests === 0 || (code !== 0 && numFailedTests === 0);
  return {
    passed: numPassedTests,
    failed: numFailedTests + (isBroken ? 1 : 0),
    skipped: numPendingTests,
  };
}

const nothing = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };

interface Report {
  readonly testResults?: readonly {
    readonly name: string;
    readonly message?: string;
    readonly assertionResults?: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** Lines of a report that are worth reading again under the table, where a long log has scrolled away. */
const messageLines = 12;

/**
 * @param report what Vitest wrote as JSON, null where it wrote nothing
 * @returns a paragraph for each test that failed, and for each file that did not get as far as its tests
 */
export function failuresOf(suite: string, report: string | null): string[] {
  const { testResults = [] } = (report === null ? {} : JSON.parse(report)) as Report;
  return testResults.flatMap(({ name, message = '', assertionResults = [] }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    const broken = assertionResults.length === 0 && message !== '' ? [paragraph(suite, name, message)] : [];
    return [
      ...broken,
      ...failed.map(({ fullName, failureMessages = [] }) =>
        paragraph(suite, `${name} > ${fullName}`, failureMessages.join('\n')),
      ),
    ];
  });
}

function paragraph(suite: string, where: string, message: string): string {
  const lines = message.split('\n').slice(0, messageLines);
  return [`FAILED ${suite} ${where}`, ...lines.map((line) => `  ${line}`)].join('\n');
}

/** A table, and one line under it. */
export function summaryOf(outcomes: readonly Outcome[]): string[] {
  const rows = outcomes.map(({ suite, passed, failed, skipped, seconds }) => {
    const cells = [passed, failed, skipped, seconds].map((cell) => String(cell).padStart(8));
    return suite.padEnd(12) + cells.join('');
  });
  const sum = `${total(outcomes, 'passed')} passed, ${total(outcomes, 'failed')} failed`;
  return ['', 'suite         passed  failed  skipped  seconds', ...rows, '', sum];
}

/** 1 where anything failed, or nothing ran. */
export function exitCodeOf(outcomes: readonly Outcome[]): number {
  return total(outcomes, 'failed') > 0 || total(outcomes, 'passed') === 0 ? 1 : 0;
}

function total(outcomes: readonly Outcome[], count: 'passed' | 'failed'): number {
  return outcomes.reduce((sum, outcome) => sum + outcome[count], 0);
}
