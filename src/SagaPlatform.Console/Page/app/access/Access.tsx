import { Alert, Button, Center, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type FormEvent, type ReactNode, useContext, useState } from 'react';
import { get, post, Problem, remove } from '../api/http';
import type { Me, Right } from '../api/types';

const MeContext = createContext<Me | undefined>(undefined);

/** Who is signed in, and what they may do. The server decides; the page only hides or disables what would be refused. */
export function useMe(): Me {
  return useContext(MeContext)!;
}

/** Whether the operator may do this, for sagas of this type where one is named. */
export function useMay(right: Right, sagaType?: string): boolean {
  const me = useMe();
  return me.may.includes(right) && (right !== 'Act' || !me.scope || !sagaType || me.scope.includes(sagaType));
}

/** Shows the page to whoever may read, and a sign-in to everybody else. */
export function AccessGate({ children }: { children: ReactNode }) {
  const me = useQuery({ queryKey: ['me'], queryFn: ({ signal }) => get<Me>('/api/me', signal), staleTime: 60_000 });
  if (me.data && !(me.error instanceof Problem && me.error.status === 401))
    return <MeContext.Provider value={me.data}>{children}</MeContext.Provider>;
  if (me.error instanceof Problem && me.error.status === 401) return <SignIn />;
  if (me.error) return <Center mih="60vh"><Alert color="red" title="The platform does not answer" role="alert">{me.error.message}</Alert></Center>;
  return null;
}

/** Ends the session; whoever is on loopback is the local operator again. */
export function useSignOut() {
  const queries = useQueryClient();
  return async () => {
    await remove('/api/session');
    queries.clear();
    await queries.invalidateQueries({ queryKey: ['me'] });
    location.assign('/');
  };
}

export function SignIn({ title = 'Sign in' }: { title?: string }) {
  const queries = useQueryClient();
  const [key, setKey] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function signIn(e: FormEvent) {
    e.preventDefault();
    setBusy(true);
    try {
      const me = await post<Me>('/api/session', { key: key.trim() });
      queries.clear();
      queries.setQueryData(['me'], me);
      location.assign('/');
    } catch (problem) {
      setRefusal((problem as Error).message);
      setBusy(false);
    }
  }

  return (
    <Center mih="70vh" component="main">
      <Paper withBorder p="xl" w={440} component="form" onSubmit={signIn}>
        <Stack>
          <Title order={1} size="h3">{title}</Title>
          <Text size="sm">The console wants an API key. An administrator makes one with <span className="mono">infra/saga keys create</span>.</Text>
          <PasswordInput label="API key" autoComplete="current-password" required value={key} onChange={e => setKey(e.currentTarget.value)} error={refusal} />
          <Button type="submit" loading={busy}>Sign in</Button>
          <Text size="sm" c="dimmed">The key is sent once and kept nowhere in the browser: a session of 8 hours takes its place.</Text>
        </Stack>
      </Paper>
    </Center>
  );
}
