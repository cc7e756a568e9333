/**
 * What the log keeps of an error: PostgreSQL puts values of rows into its messages and details, so of those
 * only the SQLSTATE is told; causes are left out.
 */
export function errorForLog(error: Error & { readonly code?: unknown; readonly severity?: unknown }) {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const isOfDatabase = error.severity !== undefined;
  return {
    type: error.name,
    ...(error.code === undefined ? {} : { code: error.code }),
    ...(isOfDatabase ? {} : { message: error.message }),
    stack: frames.join('\n'),
  };
}
