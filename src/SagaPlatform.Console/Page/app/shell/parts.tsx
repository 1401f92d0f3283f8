import { Alert, Anchor, Badge, Button, Center, Group, Loader, Stack, Text, Title, Tooltip } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'react-router-dom';
import { Problem } from '../api/http';
import { useNow } from '../live/Live';
import { fromNow, local, short } from '../words';

/** The frame of every page: its title, which also names the tab and takes the focus when one comes here. */
export function Page({ title, tab, actions, children }: { title: ReactNode; tab: string; actions?: ReactNode; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${tab} · SagaPlatform`;
    heading.current?.focus({ preventScroll: true });
  }, [tab]);
  return (
    <Stack gap="md">
      <Group justify="space-between" align="center">
        <Title order={1} size="h2" tabIndex={-1} ref={heading}>{title}</Title>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}

interface Asked<T> { data?: T; error: Error | null; isPending: boolean }

/** What was asked for, or why it is not there. Old data stay in sight while they are asked for again. */
export function Shown<T>({ of, children }: { of: Asked<T>; children: (x: T) => ReactNode }) {
  if (of.data !== undefined && !(of.error instanceof Problem && of.error.status < 500 && of.error.status > 0)) return <>{children(of.data)}</>;
  if (of.error) return <Refused error={of.error} />;
  return <Center p="xl"><Loader aria-label="Loading" /></Center>;
}

export function Refused({ error }: { error: Error }) {
  const status = error instanceof Problem ? error.status : 0;
  const title = status === 404 ? 'Not found' : status === 403 ? 'You may not do this' : status === 401 ? 'You are not signed in' : 'This was refused';
  return <Alert color="red" title={title} role="alert">{error.message}</Alert>;
}

/** Says what an empty list means, and what could be done. */
export const Empty = ({ children }: { children: ReactNode }) => <Text c="dimmed" p="md">{children}</Text>;

/** A moment, as seen from now; the exact time in UTC when one points at it. */
export function Moment({ at }: { at: string }) {
  const now = useNow();
  return <Tooltip label={`${local(at)} here, ${at.replace('T', ' ').slice(0, 23)} UTC`}><time dateTime={at}>{fromNow(at, now)}</time></Tooltip>;
}

export function StateBadge({ state }: { state: string }) {
  const colour = state === 'Completed' ? 'teal' : state === 'Cancelled' ? 'gray' : state === 'NeedsAttention' ? 'orange' : state === 'Unwinding' ? 'grape' : 'blue';
  return <Badge color={colour} variant="light" tt="none">{state}</Badge>;
}

export function SagaLink({ id, children }: { id: string; children?: ReactNode }) {
  return <Anchor component={Link} to={`/sagas/${id}`} className="mono" title={id}>{children ?? short(id)}</Anchor>;
}

/** Leads to the next page of a list by key, and back to the first. */
export function Pager({ first, next, onFirst, onNext }: { first: boolean; next?: string; onFirst: () => void; onNext: (cursor: string) => void }) {
  if (first && !next) return null;
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" size="xs" disabled={first} onClick={onFirst}>First page</Button>
      <Button variant="default" size="xs" disabled={!next} onClick={() => onNext(next!)}>Next page</Button>
    </Group>
  );
}
