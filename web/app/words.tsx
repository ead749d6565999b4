// The language of the screens: Vietnamese first, English by a switch that the browser remembers.
import { useLocalStorage } from '@mantine/hooks';
import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react';
import type { Refusal } from '../api/contract.ts';
import { inLanguage, type Text } from '../words/language.ts';
import { say, type Language, type Word } from '../words/screen.ts';

type Words = {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  /** The word in the present language. */
  readonly w: (word: Word) => string;
  /** One of two texts that are not in the table. */
  readonly pick: (vi: string, en: string) => string;
  readonly t: (text: Text) => string;
  readonly refused: (refusal: Refusal) => string;
};

const Context = createContext<Words | null>(null);

export function WordsProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [language, setLanguage] = useLocalStorage<Language>({ key: 'phatnguoi-language', defaultValue: 'vi', getInitialValueInEffect: false });
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const words = useMemo<Words>(
    () => ({
      language,
      setLanguage,
      w: (word) => say(language, word),
      pick: (vi, en) => (language === 'vi' ? vi : en),
      t: (text) => inLanguage(language, text),
      refused: ({ message_vi, message_en, detail }) => `${language === 'vi' ? message_vi : message_en}${detail === undefined ? '' : ` ${detail}`}`,
    }),
    [language, setLanguage],
  );
  return <Context value={words}>{children}</Context>;
}

export function useWords(): Words {
  const words = useContext(Context);
  if (words === null) throw new Error('expected a WordsProvider above');
  return words;
}
