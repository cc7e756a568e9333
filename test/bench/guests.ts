/** Guest cards by number: the same on the server, in the raw writes and in what is looked for afterwards. */
import type { GuestCard } from '../../shared/entities/guest-card.ts';

export interface BenchCard {
  readonly id: string;
  readonly data: GuestCard;
}

/** Nobody else's; the last card has it, so that it can be looked for. */
export const lastName = '钟离无双';

const surnames = '王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓冯';
const given = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文建国玉兰红梅春生志海燕';

/** @param at from 0 to `count - 1` */
export function benchCard(at: number, count: number): BenchCard {
  // Scattered, so that there are as many different names as people have.
  const pick = (from: string, salt: number) => from[(Math.imul(at + 1, salt) >>> 12) % from.length] ?? '';
  const isLast = at === count - 1;
  return {
    id: benchId(0, at),
    data: {
      customerId: benchId(1, at),
      name: isLast
        ? lastName
        : `${pick(surnames, 0x9e3779b1)}${pick(given, 0x85ebca6b)}${pick(given, 0xc2b2ae35)}`,
      kind: 'private',
      phoneLast4: String((at * 7919) % 10_000).padStart(4, '0'),
      birthMonthDay: at % 3 === 0 ? `0${1 + (at % 9)}-1${at % 10}` : null,
      flags: at % 20 === 0 ? ['maintenanceDue'] : [],
      note: at % 10 === 0 ? '喜欢靠窗的座位，茶要淡一些' : null,
      mistakenAt: null,
    },
  };
}

/** Lowercase, in order of number, as UUIDs of one import are. */
function benchId(series: number, at: number): string {
  return `01990000-0000-7${series}00-8000-${at.toString(16).padStart(12, '0')}`;
}
