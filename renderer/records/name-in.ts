interface Named {
  readonly name: string;
  readonly nameEn: string | null;
}

/** The name of what the house has, in the language of the screen. */
export function nameIn(language: string, { name, nameEn }: Named): string {
  return language === 'en' ? (nameEn ?? name) : name;
}
