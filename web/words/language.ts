// A text in both languages of the screens, Vietnamese first.
export type Language = 'vi' | 'en';
export type Text = readonly [vi: string, en: string];
export const inLanguage = (language: Language, [vi, en]: Text): string => (language === 'vi' ? vi : en);
