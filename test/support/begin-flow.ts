/** Before each file of flows, and outside of every time limit: nothing of it has begun yet. */
import { whenBusinessDayIsLong } from './business-day-ahead.ts';

await whenBusinessDayIsLong();
