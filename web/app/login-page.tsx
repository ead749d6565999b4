// The log-in page; it shows demonstration accounts only where the server sends some.
import { Alert, Button, Group, Paper, PasswordInput, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { DemoAccount } from '../api/contract.ts';
import { useSession } from './session.tsx';
import { useWords } from './words.tsx';

export function LoginPage({ demo }: { readonly demo: readonly DemoAccount[] }): ReactNode {
  const { w, language, setLanguage } = useWords();
  return (
    <div className="login">
      <div className="login-box">
        <Group justify="space-between" mb="lg">
          <Group gap={12}>
            <span className="lamp lamp-big" aria-hidden><i /><i /><i /></span>
            <div>
              <Title order={2} c="white">{w('brand')}</Title>
              <Text c="navy.2">{w('brand_sub')}</Text>
            </div>
          </Group>
          <SegmentedControl size="xs" value={language} onChange={(value) => setLanguage(value === 'en' ? 'en' : 'vi')} data={[{ value: 'vi', label: 'VI' }, { value: 'en', label: 'EN' }]} classNames={{ root: 'language' }} />
        </Group>
        <Paper p="xl" radius="lg" shadow="xl"><LoginForm demo={demo} /></Paper>
        <Text size="xs" c="navy.2" ta="center" mt="md"><IconLock size={12} /> {w('sign_in_note')}</Text>
      </div>
    </div>
  );
}

function LoginForm({ demo }: { readonly demo: readonly DemoAccount[] }): ReactNode {
  const { w, refused } = useWords();
  const { signIn } = useSession();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const enter = async (asName: string, asPassword: string): Promise<void> => {
    setBusy(true);
    const answer = await signIn(asName, asPassword);
    if (!answer.ok) {
      setWrong(refused(answer.refusal));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void enter(name, password);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput label={w('user_name')} value={name} onChange={(event) => setName(event.currentTarget.value)} autoComplete="username" autoFocus size="md" data-testid="login-name" />
        <PasswordInput label={w('password')} value={password} onChange={(event) => setPassword(event.currentTarget.value)} autoComplete="current-password" size="md" data-testid="login-password" />
        {wrong !== null && <Alert color="red" data-testid="login-wrong">{wrong}</Alert>}
        <Button type="submit" size="md" loading={busy} disabled={name === '' || password === ''} data-testid="login-submit">{w('sign_in')}</Button>
        {demo.length > 0 && <DemoAccounts demo={demo} use={(chosen) => void enter(chosen.name, chosen.password)} />}
      </Stack>
    </form>
  );
}

function DemoAccounts({ demo, use }: { readonly demo: readonly DemoAccount[]; readonly use: (account: DemoAccount) => void }): ReactNode {
  const { w } = useWords();
  return (
    <div className="demo" data-testid="demo-accounts">
      <Text size="xs" c="dimmed" mb={6}>{w('demo_accounts')}</Text>
      {demo.map((account) => (
        <button type="button" key={account.name} className="demo-row" onClick={() => use(account)} data-testid={`demo-${account.name}`}>
          <span>{w(account.role)}</span>
          <code>{account.name}</code>
          <code>{account.password}</code>
        </button>
      ))}
    </div>
  );
}
