/** The same shape with any words in it: what a translation must have, no more and no less. */
export type WordsOf<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends string ? string : WordsOf<Words[Key]>;
};
