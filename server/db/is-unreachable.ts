/**
 * Whether an error says that PostgreSQL cannot be reached just now: not listening, starting or stopping (57P), or
 * gone in the middle of a query, for which the driver has messages only.
 */
export function isUnreachable(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return awayCode.test(code) || awayMessage.test(message);
}

const awayCode = /^(ECONN|EPIPE|EHOST|ENETUNREACH|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|ENOENT|57P|08)/;
const awayMessage = /timeout e|Connection terminated|not queryable/;
