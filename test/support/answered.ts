/** No answer on this machine takes as long: whoever waits for longer would wait for ever. */
const patienceMs = 90_000;

/**
 * Playwright waits without end for what a page evaluates, and a test that is out of time says not for what.
 * @param what the page was to do, as an infinitive
 */
export async function answered<Value>(what: string, question: Promise<Value>): Promise<Value> {
  let timeout: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timeout = setTimeout(() => reject(new Error(`The page did not ${what}.`)), patienceMs);
  });
  try {
    return await Promise.race([question, late]);
  } finally {
    clearTimeout(timeout);
  }
}
