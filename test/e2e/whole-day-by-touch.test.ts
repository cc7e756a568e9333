/** The same day at the bar by touch alone, on a tablet. */
import { handsOnGlass } from '../support/day-by-touch.ts';
import { wholeDay } from '../support/whole-day.ts';

wholeDay(handsOnGlass, { hasTouch: true, viewport: { width: 1024, height: 768 } });
