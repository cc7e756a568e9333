/** What a new site begins with, so that the bar can work on its first day: areas, seats, free drinks. */
import type { DraftPatch } from '../commands/define.ts';
import type { MenuItem } from '../entities/site.ts';
import { defaultRefillMinutes } from './refill.ts';
import { firstDrinkStandard } from './register/first-drink-standard.ts';

/** The three areas of a lounge, with their seats. */
const defaultAreas = [
  { name: '休息区', nameEn: 'Lounge', seats: ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8'] },
  { name: '展厅', nameEn: 'Showroom', seats: ['洽谈1', '洽谈2', '洽谈3', '洽谈4'] },
  { name: '网络区', nameEn: 'Network area', seats: ['W1', 'W2', 'W3', 'W4', 'W5', 'W6'] },
] as const;

const uses = (article: string, amount: number, unit: string) => ({ article, amount, unit });

/** The drinks handed over free, until the site has its own list. Our choice. */
export const defaultMenu: readonly Pick<MenuItem, 'name' | 'nameEn' | 'kind' | 'ingredients'>[] = [
  { name: '绿茶', nameEn: 'Green tea', kind: 'tea', ingredients: [uses('绿茶叶', 3, '克')] },
  { name: '红茶', nameEn: 'Black tea', kind: 'tea', ingredients: [uses('红茶叶', 3, '克')] },
  { name: '菊花茶', nameEn: 'Chrysanthemum tea', kind: 'tea', ingredients: [uses('菊花', 4, '克')] },
  { name: '铁观音', nameEn: 'Tieguanyin', kind: 'tea', ingredients: [uses('铁观音茶叶', 5, '克')] },
  { name: '普洱', nameEn: "Pu'er tea", kind: 'tea', ingredients: [uses('普洱茶叶', 5, '克')] },
  { name: '美式咖啡', nameEn: 'Americano', kind: 'coffee', ingredients: [uses('咖啡豆', 16, '克')] },
  {
    name: '拿铁',
    nameEn: 'Latte',
    kind: 'coffee',
    ingredients: [uses('咖啡豆', 16, '克'), uses('牛奶', 200, '毫升')],
  },
  {
    name: '卡布奇诺',
    nameEn: 'Cappuccino',
    kind: 'coffee',
    ingredients: [uses('咖啡豆', 16, '克'), uses('牛奶', 120, '毫升')],
  },
  { name: '橙汁', nameEn: 'Orange juice', kind: 'juice', ingredients: [uses('橙汁', 200, '毫升')] },
  { name: '柠檬水', nameEn: 'Lemon water', kind: 'water', ingredients: [uses('柠檬', 2, '片')] },
  { name: '温开水', nameEn: 'Warm water', kind: 'water', ingredients: [] },
  { name: '矿泉水', nameEn: 'Mineral water', kind: 'water', ingredients: [uses('瓶装水', 1, '瓶')] },
  { name: '可乐', nameEn: 'Cola', kind: 'soda', ingredients: [uses('可乐', 1, '罐')] },
  { name: '酸梅汤', nameEn: 'Sour plum drink', kind: 'other', ingredients: [uses('酸梅汤', 200, '毫升')] },
];

interface SiteExtras {
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
        refillMinutes: defaultRefillMinutes,
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
