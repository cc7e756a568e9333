/** A whole day of the reception as a script: who comes, how each is found, and what is done meanwhile and with whom. */

/** What an attendant has of a guest they know. */
export type Way = 'initials' | 'pinyin' | 'plate' | 'phone' | 'vin';

/** Of the party that has just come, where no other arrival is named by its place in the day. */
export type Deed = { readonly of?: number } & (
  | { readonly do: 'serve'; readonly drink: string }
  | { readonly do: 'refill' | 'takeBack' | 'seeOff' | 'comeBack' }
  | { readonly do: 'move'; readonly seat: string }
);

export interface Stranger {
  readonly name: string;
  readonly phone?: string;
  readonly plate?: string;
  readonly contact?: string;
}

export interface Arrival {
  readonly by: Way | 'walkIn' | 'newCustomer' | 'newCompany';
  /** Of whom nobody knows yet; without it the form's own word for a guest stays. */
  readonly stranger?: Stranger;
  /** One where left out. */
  readonly people?: number;
  readonly seat?: string;
  /** The wrong person: the check-in is taken back at once, and counts nowhere. */
  readonly isWrong?: true;
  readonly then?: readonly Deed[];
}

export const openingChecks = [
  '室温约 25 ℃',
  '背景音乐已开，音量轻柔',
  '大屏电视和音响已开',
  '沙发、茶几整齐干净',
  '报纸是当天的，杂志不超过一个月',
  '上网区整洁，电脑可用',
  '烟灰缸已清空',
  '吧台及周边清洁，物品齐全',
] as const;

export const closingChecks = [
  '来宾均已离店，离店已登记',
  '故障、损坏、缺货已报告',
  '茶几、烟灰缸、吧台已清理',
  '电视、音响、空调、电脑已关',
] as const;

/** Came yesterday, and nobody saw them off. Wall times of the house. */
export const leftover = { name: '昨天看车的夫妇', people: 2, arrived: '17:20', left: '18:10' } as const;

/** Thirty that count, and one that was a mistake. */
export const arrivals: readonly Arrival[] = [
  { by: 'initials' },
  { by: 'plate', seat: 'A2' },
  {
    by: 'walkIn',
    stranger: { name: '看车的一家' },
    people: 4,
    seat: 'W6',
    then: [{ do: 'serve', drink: '红茶' }],
  },
  { by: 'phone', people: 2 },
  { by: 'pinyin', then: [{ do: 'serve', drink: '柠檬水' }] },
  { by: 'initials', isWrong: true },
  { by: 'vin', seat: 'A4' },
  {
    by: 'newCustomer',
    stranger: { name: '欧阳海棠', phone: '13907961234', plate: 'd88a66' },
    people: 2,
    then: [
      { do: 'serve', drink: '普洱' },
      { do: 'refill', of: 2 },
    ],
  },
  { by: 'plate', people: 3, then: [{ do: 'seeOff', of: 1 }] },
  { by: 'walkIn', seat: 'W2', then: [{ do: 'serve', drink: '可乐' }] },
  {
    by: 'newCompany',
    stranger: { name: '吉安远行测试旅行社有限公司', contact: '邹师傅', phone: '13907965678' },
    people: 12,
    seat: '洽谈2',
    then: [{ do: 'serve', drink: '矿泉水' }],
  },
  { by: 'initials' },
  { by: 'pinyin', people: 2, then: [{ do: 'comeBack', of: 1 }] },
  { by: 'phone', seat: 'A6' },
  { by: 'vin', then: [{ do: 'move', seat: 'A8' }] },
  {
    by: 'walkIn',
    stranger: { name: '等朋友的人' },
    then: [{ do: 'serve', drink: '拿铁' }, { do: 'takeBack' }, { do: 'serve', drink: '美式咖啡' }],
  },
  { by: 'plate', then: [{ do: 'refill', of: 10 }] },
  { by: 'pinyin', people: 4, then: [{ do: 'move', of: 2, seat: 'W4' }] },
  { by: 'newCustomer', stranger: { name: '司徒明月', phone: '13907962345' }, seat: '洽谈4' },
  { by: 'initials', then: [{ do: 'seeOff', of: 4 }] },
  { by: 'phone', people: 2 },
  {
    by: 'walkIn',
    stranger: { name: '问路的老人' },
    then: [{ do: 'serve', drink: '温开水' }, { do: 'seeOff' }],
  },
  { by: 'vin', people: 2 },
  { by: 'plate', seat: 'W6' },
  { by: 'walkIn', stranger: { name: '试驾的两位' }, people: 2, then: [{ do: 'serve', drink: '橙汁' }] },
  { by: 'pinyin' },
  {
    by: 'newCustomer',
    stranger: { name: '上官文秀', plate: 'd77b88' },
    people: 3,
    then: [{ do: 'serve', drink: '菊花茶' }],
  },
  { by: 'phone', people: 3, then: [{ do: 'refill', of: 7 }] },
  { by: 'initials', then: [{ do: 'seeOff', of: 10 }] },
  { by: 'walkIn', stranger: { name: '看新车的同事们' }, people: 5, then: [{ do: 'serve', drink: '绿茶' }] },
  { by: 'plate', people: 2, then: [{ do: 'refill', of: 24 }] },
];
