/** Invented cars with plates of Ji'an and valid check digits. */
import { vinCheckDigit } from '../formats/vin.ts';
import type { Random } from './random.ts';

const models: readonly (readonly [model: string, maker: string, energy?: undefined])[] = [
  ['卡罗拉', 'LFMA'],
  ['卡罗拉锐放', 'LFMJ'],
  ['RAV4荣放', 'LFMK'],
  ['亚洲龙', 'LFMC'],
  ['皇冠陆放', 'LFMH'],
  ['凯美瑞', 'LVGB'],
  ['汉兰达', 'LVGE'],
  ['赛那', 'LVGF'],
  ['雷凌', 'LVGC'],
];
/** The plate of a purely electric car begins with D, of a plug-in hybrid with F (GA 36). */
const newEnergyModels: readonly (readonly [model: string, maker: string, energy: 'D' | 'F'])[] = [
  ['bZ4X', 'LFMZ', 'D'],
  ['bZ3', 'LFMY', 'D'],
  ['RAV4双擎E+', 'LFMP', 'F'],
];
const colours = ['铂金珍珠白', '墨晶黑', '银色金属', '炫青铜', '宝石红', '水墨蓝'];
const plateCharacters = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789';
const vinCharacters = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';

interface DemoVehicle {
  /** Null for a new car that is not registered yet. */
  readonly plate: string | null;
  readonly vin: string;
  readonly model: string;
  readonly colour: string;
}

/** One in seven runs on new energy, one in twenty-five is not registered yet. */
export function inventVehicle(random: Random): DemoVehicle {
  const isNewEnergy = random.chance(0.15);
  const [model, maker, energy] = isNewEnergy ? random.pick(newEnergyModels) : random.pick(models);
  const plate = `赣D${energy === undefined ? plateTail(random) : energy + digits(random, 5)}`;
  return {
    plate: random.chance(0.04) ? null : plate,
    vin: inventVin(random, maker),
    model,
    colour: random.pick(colours),
  };
}

function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.integer(0, 9)).join('');
}

function plateTail(random: Random): string {
  const letter = plateCharacters[random.integer(0, 23)] ?? 'A';
  return random.chance(0.5) ? digits(random, 5) : `${letter}${digits(random, 4)}`;
}

function inventVin(random: Random, maker: string): string {
  const middle = Array.from({ length: 4 }, () => vinCharacters[random.integer(0, 32)]).join('');
  const vin = `${maker}${middle}0${random.pick(['N', 'P', 'R', 'S', 'T'])}${random.pick(['A', 'B', '0', '1'])}${digits(random, 6)}`;
  return vin.slice(0, 8) + vinCheckDigit(vin) + vin.slice(9);
}
