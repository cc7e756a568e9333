/** What a new site begins with, so that the bar can work on its first day: areas, seats, free drinks. */
import type { DraftPatch } from '../commands/define.ts';
import type { MenuItem } from '../entities/site.ts';
import { firstDrinkStandard } from './register/first-drink-standard.ts';

/** The three areas of a lounge, with their seats. */
export const defaultAreas = [
  { name: '休息区', nameEn: 'Lounge', seats: ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8'] },
  { name: '展厅', nameEn: 'Showroom', seats: ['洽谈1', '洽谈2', '洽谈3', '洽谈4'] },
  { name: '网络区', nameEn: 'Network area', seats: ['W1', 'W2', 'W3', 'W4', 'W5', 'W6'] },
] as const;

/** The drinks handed over free, until the site has its own list. Our choice. */
export const defaultMenu: readonly Pick<MenuItem, 'name' | 'nameEn' | 'kind'>[] = [
  { name: '绿茶', nameEn: 'Green tea', kind: 'tea' },
  { name: '红茶', nameEn: 'Black tea', kind: 'tea' },
  { name: '菊花茶', nameEn: 'Chrysanthemum tea', kind: 'tea' },
  { name: '铁观音', nameEn: 'Tieguanyin', kind: 'tea' },
  { name: '普洱', nameEn: "Pu'er tea", kind: 'tea' },
  { name: '美式咖啡', nameEn: 'Americano', kind: 'coffee' },
  { name: '拿铁', nameEn: 'Latte', kind: 'coffee' },
  { name: '卡布奇诺', nameEn: 'Cappuccino', kind: 'coffee' },
  { name: '橙汁', nameEn: 'Orange juice', kind: 'juice' },
  { name: '柠檬水', nameEn: 'Lemon water', kind: 'water' },
  { name: '温开水', nameEn: 'Warm water', kind: 'water' },
  { name: '矿泉水', nameEn: 'Mineral water', kind: 'water' },
  { name: '可乐', nameEn: 'Cola', kind: 'soda' },
  { name: '酸梅汤', nameEn: 'Sour plum drink', kind: 'other' },
];

export interface SiteExtras {
  /** Password of every demonstration person; null elsewhere. */
  readonly demoPassword: string | null;
}

/** @param newId a fresh UUID each time */
export function defaultSite(
  siteId: string,
  name: string,
  newId: () => string,
  { demoPassword }: SiteExtras = { demoPassword: null },
): DraftPatch[] {
  const patches: DraftPatch[] = [
    {
      entity: 'siteSettings',
      id: siteId,
      op: 'create',
      set: {
        name,
        timeZone: 'Asia/Shanghai',
        dayCutOff: '04:00',
        opensAt: '08:30',
        closesAt: '18:00',
        refillMinutes: 20,
        firstDrinkMinutes: firstDrinkStandard(null),
        plateProvince: '赣',
        demoPassword,
      },
    },
  ];
  for (const [position, area] of defaultAreas.entries()) {
    const areaId = newId();
    patches.push({
      entity: 'area',
      id: areaId,
      op: 'create',
      set: { name: area.name, nameEn: area.nameEn, position },
    });
    for (const [seatPosition, seat] of area.seats.entries()) {
      const set = { areaId, name: seat, capacity: 4, position: seatPosition };
      patches.push({ entity: 'seat', id: newId(), op: 'create', set });
    }
  }
  for (const [position, item] of defaultMenu.entries()) {
    patches.push({
      entity: 'menuItem',
      id: newId(),
      op: 'create',
      set: { ...item, available: true, position },
    });
  }
  return patches;
}
