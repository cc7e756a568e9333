/**
 * Invented customers and staff. No name here is meant to be anybody's, and no ID number can be: its division
 * does not exist. China sets no telephone numbers aside for fiction; those here are of kinds that nobody is given.
 */
import { idCheckCharacter } from '../formats/id-number.ts';
import type { Role } from '../permissions.ts';
import type { Random } from './random.ts';

/** The common ones often, and those that are read otherwise as a surname: 单 仇 曾 解 任 查 华 区 盖 尉迟. */
const surnames = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢傅钟姜',
  ...'王李张刘陈杨黄赵吴周徐孙',
  ...'单仇曾解查华区盖',
  '欧阳',
  '尉迟',
  '上官',
];
const maleNames = [
  ...[
    '伟',
    '强',
    '磊',
    '军',
    '勇',
    '杰',
    '涛',
    '明',
    '超',
    '斌',
    '鹏',
    '浩',
    '志强',
    '建国',
    '建军',
    '文斌',
    '俊杰',
    '志远',
  ],
  ...[
    '子轩',
    '浩然',
    '宇航',
    '国庆',
    '小平',
    '德华',
    '永康',
    '家豪',
    '晓东',
    '海涛',
    '振华',
    '立新',
    '思远',
    '光明',
  ],
];
const femaleNames = [
  ...[
    '芳',
    '娜',
    '敏',
    '静',
    '丽',
    '艳',
    '娟',
    '霞',
    '燕',
    '玲',
    '婷',
    '倩',
    '秀英',
    '丽娟',
    '晓燕',
    '雨欣',
    '梦琪',
    '欣怡',
  ],
  ...[
    '婉清',
    '美玲',
    '春梅',
    '雪梅',
    '佳怡',
    '诗涵',
    '海燕',
    '小红',
    '玉兰',
    '文静',
    '思颖',
    '紫涵',
    '晓梅',
    '淑芬',
  ],
];
const places = ['吉安', '吉州', '青原', '泰和', '井冈山', '永新', '遂川', '万安', '吉水', '安福'];
const trades = [
  '商贸',
  '物流',
  '建筑工程',
  '农业开发',
  '电子科技',
  '餐饮管理',
  '旅游服务',
  '医疗器械',
  '装饰工程',
  '教育咨询',
];
const brands = [
  '庐陵',
  '鑫源',
  '恒达',
  '宏图',
  '青原山',
  '赣江',
  '永丰',
  '华泰',
  '新干线',
  '天成',
  '万里',
  '九洲',
];

/** In the prefecture of Ji'an, where GB/T 2260 has no such county. */
export const noDivision = '360899';

/** The one of 150 to 159 that no operator was given, as far as is known: its sound is shunned. */
export const noMobilePrefix = '154';

/** Of Ji'an, with a 1 behind it: local numbers begin with 2 to 8 (MIIT numbering plan of 2017, 2.4). */
export const noLandlinePrefix = '7961';

interface DemoCustomer {
  readonly kind: 'private' | 'organisation';
  readonly name: string;
  readonly gender: 'male' | 'female' | null;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string | null;
  readonly idNumber: string | null;
  /** E.164. */
  readonly phone: string;
  readonly address: string;
}

/** Of more customers than this too many would share one of the names above. */
export const distinctNames = 2_000;

/** What given names are made of, where many people need one. */
const maleCharacters = charactersOf(maleNames);
const femaleCharacters = charactersOf(femaleNames);
const brandCharacters = charactersOf(brands);

function charactersOf(words: readonly string[]): string[] {
  return [...new Set(words.join(''))];
}

/** One in ten is an organisation. @param isCrowd their names are put together anew, of more than there are words */
export function inventCustomer(random: Random, isCrowd = false): DemoCustomer {
  return random.chance(0.1) ? inventOrganisation(random, isCrowd) : inventPrivate(random, isCrowd);
}

function inventPrivate(random: Random, isCrowd: boolean): DemoCustomer {
  const gender = random.chance(0.62) ? 'male' : 'female';
  const isMale = gender === 'male';
  const characters = isMale ? maleCharacters : femaleCharacters;
  const given = isCrowd ? twoOf(random, characters) : random.pick(isMale ? maleNames : femaleNames);
  const birthDate = inventBirthDate(random);
  return {
    kind: 'private',
    name: random.pick(surnames) + given,
    gender,
    birthDate,
    idNumber: inventIdNumber(random, birthDate, gender),
    phone: inventMobile(random),
    address: `江西省吉安市${random.pick(places)}${random.pick(['大道', '路', '街'])}${random.integer(1, 299)}号`,
  };
}

function inventOrganisation(random: Random, isCrowd: boolean): DemoCustomer {
  const place = random.pick(places);
  const brand = isCrowd ? twoOf(random, brandCharacters) : random.pick(brands);
  return {
    kind: 'organisation',
    name: `${place}${brand}${random.pick(trades)}有限公司`,
    gender: null,
    birthDate: null,
    idNumber: null,
    phone: `+86${noLandlinePrefix}${String(random.integer(0, 999_999)).padStart(6, '0')}`,
    address: `江西省吉安市${random.pick(places)}工业园${random.integer(1, 60)}号`,
  };
}

/** The second one may be missing: every fourth given name has one character. */
function twoOf(random: Random, characters: readonly string[]): string {
  return random.pick(characters) + (random.chance(0.25) ? '' : random.pick(characters));
}

function inventBirthDate(random: Random): string {
  const month = random.integer(1, 12);
  const day = random.integer(1, month === 2 ? 28 : 30);
  return `${random.integer(1955, 2003)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function inventIdNumber(random: Random, birthDate: string, gender: 'male' | 'female'): string {
  const order = random.integer(0, 49) * 2 + (gender === 'male' ? 1 : 0);
  const digits = `${noDivision}${birthDate.replaceAll('-', '')}${random.integer(0, 9)}${String(order).padStart(2, '0')}`;
  return digits + idCheckCharacter(digits);
}

function inventMobile(random: Random): string {
  const exchange = `${random.integer(10, 21)}${random.integer(77, 79)}`;
  return `+86${noMobilePrefix}${exchange}${String(random.integer(0, 9999)).padStart(4, '0')}`;
}

export interface DemoPerson {
  readonly username: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/** Those who sign in: each role that has something to do here, the bar with two. */
export const demoStaff: readonly DemoPerson[] = [
  { username: 'liuxy', name: '刘晓燕', roles: ['attendant'] },
  { username: 'chenj', name: '陈静', roles: ['attendant'] },
  { username: 'zengl', name: '曾丽', roles: ['agent'] },
  { username: 'zhouwj', name: '周文静', roles: ['supervisor'] },
  { username: 'hujg', name: '胡建国', roles: ['head'] },
  { username: 'pengf', name: '彭芳', roles: ['finance'] },
  { username: 'xiehao', name: '谢浩', roles: ['department'] },
  { username: 'luosy', name: '罗思远', roles: ['specialist'] },
];
