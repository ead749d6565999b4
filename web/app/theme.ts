// Colours and type of the console: quiet navy, so that red means only what is red on the road or in the law.
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const navy: MantineColorsTuple = ['#eef3fa', '#dbe5f2', '#b6c9e3', '#8eabd3', '#6b91c5', '#557fbc', '#4977b9', '#3a66a3', '#315b93', '#10233f'];

export const theme = createTheme({
  colors: { navy },
  primaryColor: 'navy',
  primaryShade: 8,
  fontFamily: '"Be Vietnam Pro", "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: '"JetBrains Mono", "DejaVu Sans Mono", Consolas, monospace',
  headings: { fontFamily: '"Be Vietnam Pro", "Segoe UI", Roboto, sans-serif', fontWeight: '600' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
});
