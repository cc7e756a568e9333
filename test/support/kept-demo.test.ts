import { expect, test } from 'vitest';
import { keepDemo } from './kept-demo.ts';

const at = (time: string) => Date.parse(`2026-11-27T${time}:00+08:00`);

function maker() {
  const made: (() => void)[] = [];
  let now = at('10:00');
  const make = () => new Promise<number>((resolve) => made.push(() => resolve(made.length)));
  const demo = keepDemo(make, () => now);
  return { demo, made, setNow: (time: string) => (now = at(time)) };
}

test('two who ask at once get the same one, made once; and so does who comes later', async () => {
  const { demo, made, setNow } = maker();
  const both = [demo(), demo()];
  made[0]?.();
  expect(await Promise.all(both)).toEqual([1, 1]);
  setNow('10:09');
  expect(await demo()).toBe(1);
  expect(made).toHaveLength(1);
});

test('one that is too old is made anew, once for two who find it so', async () => {
  const { demo, made, setNow } = maker();
  const first = demo();
  made[0]?.();
  await first;
  setNow('10:10');
  const both = [demo(), demo()];
  await expect.poll(() => made.length).toBe(2);
  made[1]?.();
  expect(await Promise.all(both)).toEqual([2, 2]);
});

test('one of yesterday’s business day is made anew, though a minute old', async () => {
  const { demo, made, setNow } = maker();
  setNow('03:59');
  const first = demo();
  made[0]?.();
  await first;
  setNow('04:00');
  const second = demo();
  await expect.poll(() => made.length).toBe(2);
  made[1]?.();
  expect(await second).toBe(2);
});

test('where the making failed, the next one who asks has it made again', async () => {
  let tries = 0;
  const demo = keepDemo(async () => {
    tries += 1;
    if (tries === 1) throw new Error('no room');
    return tries;
  }, Date.now);
  expect(await demo()).toBe(2);
  expect(await demo()).toBe(2);
});
