// Entry of the officer's and operator's console.
import '@fontsource/be-vietnam-pro/400.css';
import '@fontsource/be-vietnam-pro/500.css';
import '@fontsource/be-vietnam-pro/600.css';
import '@fontsource/be-vietnam-pro/700.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './styles.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router-dom';
import { Console } from './console.tsx';
import { SessionProvider } from './session.tsx';
import { theme } from './theme.ts';
import { WordsProvider } from './words.tsx';

const nonce = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
const root = document.getElementById('root');
if (root === null) throw new Error('expected an element with the id "root" in index.html');

createRoot(root).render(
  <MantineProvider theme={theme} getStyleNonce={() => nonce} defaultColorScheme="light">
    <WordsProvider>
      <Notifications position="top-center" limit={3} />
      <BrowserRouter>
        <SessionProvider>
          <Console />
        </SessionProvider>
      </BrowserRouter>
    </WordsProvider>
  </MantineProvider>,
);
