import { screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SettingsPage } from '../../renderer/app/settings-page.tsx';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { checkInParty } from '../support/check-in-party.ts';
import { createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

let tones = 0;
class SilentAudio {
  currentTime = 0;
  destination = {};
  resume = async () => undefined;
  createGain() {
    const nothing = () => undefined;
    const gain = { setValueAtTime: nothing, linearRampToValueAtTime: nothing };
    return { gain: { ...gain, exponentialRampToValueAtTime: nothing }, connect: (next: unknown) => next };
  }
  createOscillator() {
    const start = () => (tones += 1);
    return { frequency: { value: 0 }, connect: (next: unknown) => next, start, stop: () => undefined };
  }
}
const realNow = performance.now.bind(performance);
/** By how much the clock was moved on, ms. */
let clock = 0;
beforeEach(() => {
  tones = 0;
  clock += 1_000_000;
  vi.stubGlobal('AudioContext', SilentAudio);
  vi.spyOn(performance, 'now').mockImplementation(() => realNow() + clock);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  localStorage.clear();
});

/** One more party whose refill is due. */
async function fallDue(bar: TestDesk, name: string, due: number) {
  await checkInParty(bar, name, 30);
  await screen.findByText(`${due} 组待续杯`);
  // What is heard, too, follows the drawing.
  await waitFor(() => expect(document.title).toContain(`(${due})`));
}

async function turnOn(bar: TestDesk) {
  const { user, close } = renderOnDesk(bar, <SettingsPage />);
  const choice = await screen.findByRole('switch', { name: /^待续杯时轻响一声/ });
  expect(choice.getAttribute('aria-checked')).toBe('false');
  await user.click(choice);
  // A sample, which is not counted below.
  expect(tones).toBe(2);
  tones = 0;
  close();
}

test('nothing is heard by who did not ask for it', async () => {
  const bar = await createTestDesk();
  renderOnDesk(bar, <ReceptionPage />);
  await screen.findByText('暂无待续杯');
  await fallDue(bar, '李建国', 1);
  expect(tones).toBe(0);
});

test('who asked for it hears each refill that falls due, but one a minute at most, and none that was due before', async () => {
  const bar = await createTestDesk();
  await turnOn(bar);
  await checkInParty(bar, '先来的', 30);
  renderOnDesk(bar, <ReceptionPage />);
  await screen.findByText('1 组待续杯');
  expect(tones).toBe(0);
  await fallDue(bar, '李建国', 2);
  await waitFor(() => expect(tones).toBe(2));
  clock += 40_000;
  await fallDue(bar, '王芳', 3);
  expect(tones).toBe(2);
  clock += 21_000;
  await fallDue(bar, '周文', 4);
  await waitFor(() => expect(tones).toBe(4));
});

test('it is one person’s choice, and stays: another person on the same desk hears nothing', async () => {
  const bar = await createTestDesk();
  await turnOn(bar);
  const colleague = await createTestDesk();
  renderOnDesk(colleague, <ReceptionPage />);
  await screen.findByText('暂无待续杯');
  await fallDue(colleague, '李建国', 1);
  expect(tones).toBe(0);
});
