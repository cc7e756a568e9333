/** How the desktop window's search for a server that moved stands; known to the shell and its page. */
import { z } from 'zod';

/** UTC ms by the desk's clock. */
const instant = z.number();

export const serverSearch = z.discriminatedUnion('kind', [
  /** There is nothing to know the server by but its address: it was given at the start, or no authority is pinned. */
  z.strictObject({ kind: z.literal('off') }),
  /** The server is reached, or has not been missed for long. */
  z.strictObject({ kind: z.literal('resting') }),
  /** Asked where it was, and listened for on the network. */
  z.strictObject({ kind: z.literal('looking') }),
  /** It answers where it was, by its certificate, although the page does not reach it. */
  z.strictObject({ kind: z.literal('there'), nextAt: instant.nullable() }),
  z.strictObject({ kind: z.literal('notFound'), at: instant, nextAt: instant.nullable() }),
  /** To that origin, proved by its certificate and kept: the page goes on there once it is loaded anew. */
  z.strictObject({ kind: z.literal('moved'), to: z.string().max(300) }),
]);
export type ServerSearch = z.output<typeof serverSearch>;
