/** What a cup of a drink takes (用料), and what all cups together took. */
import type { Ingredient } from '../entities/site.ts';
import type { DrinkCount } from './register/register-entry.ts';

/** A line each, as people write it: `茶叶 3 克`, `牛奶 200 毫升`. */
export function ingredientLines(ingredients: readonly Ingredient[]): string {
  return ingredients.map(({ article, amount, unit }) => `${article} ${amount} ${unit}`).join('\n');
}

/** The amount stands before its unit, and what is before that is the article; blanks between them may be left out. No part of a fraction is an amount. */
const linePattern = /^(?<article>.*[^\d.,])(?<amount>\d{1,5})\s*(?<unit>[^\d\s]\S*)$/u;

export const mostIngredients = 8;

/** @returns null where a line is none, an article stands twice, or there are more than `mostIngredients` */
export function readIngredients(text: string): Ingredient[] | null {
  const lines = text
    .normalize('NFKC')
    .split(/[\n;；]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const read = lines.map(readLine);
  const isWhole = read.every((one) => one !== null) && read.length <= mostIngredients;
  const articles = new Set(read.map((one) => one?.article));
  return isWhole && articles.size === read.length ? read : null;
}

function readLine(line: string): Ingredient | null {
  const { article = '', amount = '', unit = '' } = linePattern.exec(line)?.groups ?? {};
  const found = { article: article.trim(), amount: Number(amount), unit };
  const isOne = found.article !== '' && found.article.length <= 30 && unit.length <= 8 && found.amount > 0;
  return isOne ? found : null;
}

export interface Used {
  readonly article: string;
  readonly unit: string;
  readonly amount: number;
}

/**
 * What so many cups took, in the order of the menu and by what it says today: of a drink whose ingredients were
 * changed the cups before are counted so too.
 */
export function usedBy(
  drinks: readonly DrinkCount[],
  menu: readonly { readonly id: string; readonly ingredients: readonly Ingredient[] | null }[],
): Used[] {
  const cupsOf = new Map(drinks.map(({ menuItemId, cups }) => [menuItemId, cups]));
  const used = new Map<string, Used>();
  for (const { id, ingredients } of menu)
    for (const { article, amount, unit } of ingredients ?? []) {
      const taken = amount * (cupsOf.get(id) ?? 0);
      const key = JSON.stringify([article, unit]);
      if (taken > 0) used.set(key, { article, unit, amount: (used.get(key)?.amount ?? 0) + taken });
    }
  return [...used.values()];
}

const thousandOf: Readonly<Record<string, string>> = { 克: '千克', 毫升: '升', g: 'kg', ml: 'l' };

/** As people say it: 1,200 grams are 1.2 kilograms. */
export function inGreaterUnit(used: Used): Used {
  const unit = thousandOf[used.unit];
  return unit !== undefined && used.amount >= 1_000 ? { ...used, unit, amount: used.amount / 1_000 } : used;
}
