/**
 * The same shape with any words in it: what a translation must have, no more and no less; but a language
 * with a singular may say it beside the plural, as `KEY_one` (i18next picks it by `count`).
 */
export type WordsOf<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends string ? string : WordsOf<Words[Key]>;
} & {
  readonly [Key in keyof Words as Words[Key] extends string ? `${Key & string}_one` : never]?: string;
};
