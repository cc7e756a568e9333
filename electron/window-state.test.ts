import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { placeOn, watchPlace, type WindowPlace } from './window-state.ts';

const office = { x: 0, y: 0, width: 1920, height: 1040 };
const beside = { x: 1920, y: 0, width: 1366, height: 728 };
const place = (x: number, y: number, width: number, height: number, isMaximised = false) => ({
  bounds: { x, y, width, height },
  isMaximised,
});

afterEach(() => void vi.useRealTimers());

test('the window opens where it stood', () => {
  const kept = place(100, 80, 1440, 900);
  expect(placeOn(kept, [office])).toEqual(kept);
});

test('at the first start, and where no screen shows any of it, the system chooses', () => {
  expect(placeOn(null, [office])).toBeNull();
  expect(placeOn(place(2000, 50, 1200, 700), [office])).toBeNull();
  expect(placeOn(place(100, 100, 1200, 700), [])).toBeNull();
});

test('on the second screen it stays there; a maximised one is maximised there', () => {
  const kept = place(1930, 10, 1200, 700, true);
  expect(placeOn(kept, [office, beside])).toEqual(kept);
});

test('half off the screen it comes back onto it; larger than the screen it becomes as large as that', () => {
  expect(placeOn(place(-300, 600, 1440, 900), [office])).toEqual(place(0, 140, 1440, 900));
  expect(placeOn(place(1920, 0, 2560, 1400), [beside])).toEqual(place(1920, 0, 1366, 728));
});

test('wherever it stood and whatever screens there are, it stands wholly on one of them or nowhere', () => {
  const side = fc.integer({ min: 1, max: 5_000 });
  const corner = fc.integer({ min: -6_000, max: 6_000 });
  const rectangle = fc.record({ x: corner, y: corner, width: side, height: side });
  fc.assert(
    fc.property(rectangle, fc.array(rectangle, { maxLength: 4 }), (bounds, screens) => {
      const placed = placeOn({ bounds, isMaximised: false }, screens)?.bounds;
      if (!placed) return;
      const isWithin = screens.some(
        (screen) =>
          placed.x >= screen.x &&
          placed.y >= screen.y &&
          placed.x + placed.width <= screen.x + screen.width &&
          placed.y + placed.height <= screen.y + screen.height,
      );
      expect(isWithin).toBe(true);
    }),
  );
});

function watched() {
  const kept: WindowPlace[] = [];
  const state = { bounds: place(10, 10, 1200, 700).bounds, isMinimised: false, isMaximised: false };
  const window = Object.assign(new EventEmitter(), {
    getNormalBounds: () => state.bounds,
    isMaximized: () => state.isMaximised,
    isMinimized: () => state.isMinimised,
  });
  watchPlace(window, (one) => kept.push(one));
  return { kept, state, window };
}

test('a window drawn across the screen is kept once, where it came to rest', () => {
  vi.useFakeTimers();
  const { kept, state, window } = watched();
  for (let x = 0; x < 50; x += 1) {
    state.bounds = { ...state.bounds, x };
    window.emit('move');
  }
  expect(kept).toEqual([]);
  vi.runAllTimers();
  expect(kept).toEqual([place(49, 10, 1200, 700)]);
});

test('closed before it came to rest it is kept all the same, and once; in the taskbar it stands nowhere', () => {
  vi.useFakeTimers();
  const { kept, state, window } = watched();
  state.isMaximised = true;
  window.emit('maximize');
  window.emit('close');
  vi.runAllTimers();
  expect(kept).toEqual([place(10, 10, 1200, 700, true)]);
  state.isMinimised = true;
  window.emit('close');
  expect(kept).toHaveLength(1);
});
