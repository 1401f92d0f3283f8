import { ActionIcon, Anchor, AppShell, Badge, Burger, Button, Center, Group, Loader, Menu, NavLink, Text, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, useRef } from 'react';
import { Link, Route, Routes, useLocation } from 'react-router-dom';
import { AccessGate, SignIn, useMe, useSignOut } from './access/Access';
import { LiveProvider, useLive } from './live/Live';
import { Keys, type Place } from './shell/Keys';
import { Search } from './shell/Search';
import { count } from './words';

const OverviewPage = lazy(() => import('./overview/OverviewPage'));
const SagasPage = lazy(() => import('./sagas/SagasPage'));
const SagaPage = lazy(() => import('./saga/SagaPage'));
const TimeoutsPage = lazy(() => import('./timeouts/TimeoutsPage'));
const FailedMessagesPage = lazy(() => import('./failedMessages/FailedMessagesPage'));
const FailedMessagePage = lazy(() => import('./failedMessages/FailedMessagePage'));
const WorkItemsPage = lazy(() => import('./workItems/WorkItemsPage'));
const AuditPage = lazy(() => import('./audit/AuditPage'));
const MachinesPage = lazy(() => import('./machines/MachinesPage'));
const MachinePage = lazy(() => import('./machines/MachinePage'));
const RunsPage = lazy(() => import('./runs/RunsPage'));
const RunPage = lazy(() => import('./runs/RunPage'));

const Places: Place[] = [
  { path: '/', label: 'Overview', key: 'o' },
  { path: '/sagas', label: 'Sagas', key: 's' },
  { path: '/timeouts', label: 'Timeouts', key: 't' },
  { path: '/failed-messages', label: 'Failed messages', key: 'f' },
  { path: '/work-items', label: 'Work items', key: 'w' },
  { path: '/runs', label: 'Runs', key: 'r' },
  { path: '/machines', label: 'Machines', key: 'm' },
  { path: '/audit', label: 'Audit', key: 'a' },
];

export const App = () => (
  <Routes>
    <Route path="/sign-in" element={<SignIn title="Sign in with a key" />} />
    <Route path="*" element={<AccessGate><LiveProvider><Shell /></LiveProvider></AccessGate>} />
  </Routes>
);

function Shell() {
  const [opened, { toggle, close }] = useDisclosure();
  const search = useRef<HTMLInputElement>(null);
  return (
    <AppShell header={{ height: 52 }} navbar={{ width: 210, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding="md">
      <a className="skip" href="#content">Skip to the content</a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Menu" />
            <Anchor component={Link} to="/" fw={700} c="inherit" underline="never" visibleFrom="sm">SagaPlatform</Anchor>
            <Search ref={search} />
          </Group>
          <Group gap="sm" wrap="nowrap"><Connection /><ColorScheme /><Operator /></Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Pages" onClick={close}><Navigation /></AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Suspense fallback={<Center p="xl"><Loader aria-label="Loading" /></Center>}>
          <Routes>
            <Route path="/" element={<OverviewPage />} />
            <Route path="/sagas" element={<SagasPage />} />
            <Route path="/sagas/:id" element={<SagaPage />} />
            <Route path="/timeouts" element={<TimeoutsPage />} />
            <Route path="/failed-messages" element={<FailedMessagesPage />} />
            <Route path="/failed-messages/:id" element={<FailedMessagePage />} />
            <Route path="/work-items" element={<WorkItemsPage />} />
            <Route path="/runs" element={<RunsPage />} />
            <Route path="/runs/:id" element={<RunPage />} />
            <Route path="/machines" element={<MachinesPage />} />
            <Route path="/machines/:name" element={<MachinePage />} />
            <Route path="/audit" element={<AuditPage />} />
            <Route path="*" element={<Text>There is no page here. <Anchor component={Link} to="/">To the overview</Anchor></Text>} />
          </Routes>
        </Suspense>
      </AppShell.Main>
      <Keys places={Places} search={search} />
    </AppShell>
  );
}

function Navigation() {
  const { pathname } = useLocation();
  const trouble = useLive().overview?.trouble;
  const numbers: Record<string, number | undefined> = {
    '/sagas': trouble?.needAttention, '/timeouts': trouble?.overdueTimeouts, '/failed-messages': trouble?.failedMessages, '/work-items': trouble?.openWorkItems,
  };
  return Places.map(x => {
    const active = x.path === '/' ? pathname === '/' : pathname.startsWith(x.path);
    const number = numbers[x.path] ?? 0;
    return (
      <NavLink key={x.path} component={Link} to={x.path} label={x.label} active={active} aria-current={active ? 'page' : undefined}
        rightSection={number > 0 ? <Badge size="sm" color="orange" variant="light" aria-label={`${number} waiting`}>{count(number)}</Badge> : undefined} />
    );
  });
}

function Connection() {
  const { connection } = useLive();
  const words = { live: 'Live', connecting: 'Connecting', polling: 'Asking every 5 s' }[connection];
  return <Badge variant="dot" color={connection === 'live' ? 'teal' : 'orange'} tt="none" role="status" visibleFrom="xs">{words}</Badge>;
}

function ColorScheme() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <Tooltip label={`${other} colours`}>
      <ActionIcon variant="default" aria-label={`Use ${other} colours`} onClick={() => setColorScheme(other)}><span aria-hidden>{scheme === 'dark' ? '☀' : '☾'}</span></ActionIcon>
    </Tooltip>
  );
}

function Operator() {
  const me = useMe();
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target><Button variant="default" size="xs">{me.name} ({me.role})</Button></Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>You may: {me.may.map(x => x.toLowerCase()).join(', ')}{me.scope ? `, for ${me.scope.join(', ')} only` : ''}</Menu.Label>
        {me.note && <Menu.Label>{me.note}</Menu.Label>}
        {me.via === 'Session' ? <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item> : <Menu.Item component={Link} to="/sign-in">Sign in with a key</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}
