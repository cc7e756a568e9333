/**
 * Zod tries at its first schema whether it may compile code at run time. The content security policy forbids
 * it, and would report the attempt; so it is not made. The first import of each thread.
 */
import { config } from 'zod';

config({ jitless: true });
