/**
 * What is written down of a bug: the kind of error and where in the program it happened. Its message is not: it may
 * quote a name, a telephone number, a plate.
 */
export interface FailureNote {
  /** `TypeError`; `Error` where it has no plain name. */
  readonly name: string;
  /** `index-B_x9.js:1:23`, the innermost first, at most 12. */
  readonly frames: readonly string[];
}

const plainName = /^[A-Z][A-Za-z]{2,39}$/;
/** Of a built or source file, as every browser ends a line of a stack. */
const frame = /([A-Za-z][\w.-]{0,60}\.(?:js|mjs|cjs|ts|tsx)):(\d{1,7}):(\d{1,7})\)?$/;
const mostFrames = 12;

/** @param error whatever was thrown */
export function failureNote(error: unknown): FailureNote {
  const { name, stack } = toError(error);
  const frames = stack.split('\n').flatMap((line) => {
    const [, file, row, column] = frame.exec(line.trim()) ?? [];
    return file === undefined ? [] : [`${file}:${row}:${column}`];
  });
  return { name: plainName.test(name) ? name : 'Error', frames: frames.slice(0, mostFrames) };
}

/** @returns whether it is no more than what `failureNote` makes */
export function isFailureNote({ name, frames }: FailureNote): boolean {
  const isFrame = (text: string) => frame.exec(text)?.[0] === text && !text.endsWith(')');
  return plainName.test(name) && frames.length <= mostFrames && frames.every(isFrame);
}

function toError(error: unknown): { readonly name: string; readonly stack: string } {
  try {
    if (!(error instanceof Error)) return { name: 'Error', stack: '' };
    return { name: String(error.name), stack: withoutMessage(String(error.stack ?? ''), error.message) };
  } catch {
    return { name: 'Error', stack: '' };
  }
}

/** Some browsers repeat the message at the top of the stack; it may look like a line of it. */
function withoutMessage(stack: string, message: string): string {
  const at = message === '' ? -1 : stack.indexOf(message);
  return at === -1 ? stack : stack.slice(at + message.length);
}
