// The bar over every screen: where one is, who one is, which language.
import { ActionIcon, Button, Group, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { IconCamera, IconFileSearch, IconLogout, IconMailX, IconMessageReport, IconStack2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { NavLink, useLocation } from 'react-router-dom';
import { queueView } from '../api/contract.ts';
import { usePolled } from './polled.ts';
import { useAccount, useSession } from './session.tsx';
import { useWords } from './words.tsx';

const QUEUE_POLL_MS = 5000;

export function Shell({ children }: { readonly children: ReactNode }): ReactNode {
  const { account } = { account: useAccount() };
  return (
    <div className="shell">
      <header className="bar">
        <Brand />
        <nav className="bar-nav">{account.role === 'officer' ? <OfficerNav /> : <Tab to="/cameras" icon={<IconCamera size={17} />} word="nav_cameras" />}</nav>
        <Me name={account.name} id={account.id} role={account.role} />
      </header>
      <main className="screen">{children}</main>
    </div>
  );
}

function Brand(): ReactNode {
  const { w } = useWords();
  return (
    <Group gap={10} wrap="nowrap" className="brand">
      <span className="lamp" aria-hidden><i /><i /><i /></span>
      <div>
        <Text fw={700} size="md" lh={1.1} c="white">{w('brand')}</Text>
        <Text size="xs" lh={1.2} c="navy.2">{w('brand_sub')}</Text>
      </div>
    </Group>
  );
}

function OfficerNav(): ReactNode {
  const counts = usePolled(queueView, '/api/queue?waiting=yes', QUEUE_POLL_MS)?.counts;
  const waiting = (counts?.['in_review'] ?? 0) + (counts?.['second_review'] ?? 0) + (counts?.['open'] ?? 0);
  return (
    <>
      <Tab to="/" icon={<IconStack2 size={17} />} word="nav_queue" count={waiting} also="/review" />
      <Tab to="/cases" icon={<IconFileSearch size={17} />} word="nav_cases" />
      <Tab to="/contests" icon={<IconMessageReport size={17} />} word="nav_contests" count={counts?.['contested'] ?? 0} />
      <Tab to="/deliveries" icon={<IconMailX size={17} />} word="nav_deliveries" />
    </>
  );
}

type TabProps = { readonly to: string; readonly icon: ReactNode; readonly word: 'nav_queue' | 'nav_cases' | 'nav_contests' | 'nav_deliveries' | 'nav_cameras'; readonly count?: number; readonly also?: string };
function Tab({ to, icon, word, count = 0, also }: TabProps): ReactNode {
  const { w } = useWords();
  const within = useLocation().pathname.startsWith(also ?? '\0');
  return (
    <NavLink to={to} end={to === '/'} className={({ isActive }) => `tab${isActive || within ? ' tab-here' : ''}`} data-testid={word}>
      {icon}
      <span>{w(word)}</span>
      {count > 0 && <b className="count">{count}</b>}
    </NavLink>
  );
}

function Me({ name, id, role }: { readonly name: string; readonly id: string; readonly role: 'officer' | 'operator' }): ReactNode {
  const { signOut } = useSession();
  const { w, language, setLanguage } = useWords();
  return (
    <Group gap="sm" wrap="nowrap" className="me">
      <SegmentedControl size="xs" value={language} onChange={(value) => setLanguage(value === 'en' ? 'en' : 'vi')} data={[{ value: 'vi', label: 'VI' }, { value: 'en', label: 'EN' }]} classNames={{ root: 'language' }} data-testid="language" />
      <div className="me-name">
        <Text size="sm" fw={600} c="white" lh={1.2} data-testid="account-name">{name}</Text>
        <Text size="xs" c="navy.2" lh={1.2}>{w(role)} · {id}</Text>
      </div>
      <Tooltip label={w('sign_out')}>
        <ActionIcon variant="subtle" color="navy.1" onClick={() => void signOut()} aria-label={w('sign_out')} data-testid="sign-out"><IconLogout size={19} /></ActionIcon>
      </Tooltip>
    </Group>
  );
}

/** A button with its key printed on it. */
export function KeyButton({ k, children, ...rest }: { readonly k: string; readonly children: ReactNode } & React.ComponentProps<typeof Button<'button'>>): ReactNode {
  return <Button {...rest} rightSection={<kbd className="key">{k}</kbd>}>{children}</Button>;
}
