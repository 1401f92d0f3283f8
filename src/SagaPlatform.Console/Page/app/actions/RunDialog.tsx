import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { post, type Problem } from '../api/http';
import type { Run } from '../api/types';
import { plural } from '../words';
import { ReasonCharactersMax } from './ActDialog';
import { useFocusBack } from './useFocusBack';

interface Props {
  title: string;
  verb: string;
  path: string;
  /** What of: ids, a group or a filter. */
  body: Record<string, unknown>;
  /** What the things are called: saga, message. */
  thing: string;
  danger?: boolean;
  children?: ReactNode;
  onClose: () => void;
}

/** One action on many things: counted first, then a run that can be followed, paused and stopped. */
export function RunDialog({ title, verb, path, body, thing, danger, children, onClose }: Props) {
  useFocusBack();
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  // A count needs a reason like the deed itself, though it leaves no row.
  const counted = useQuery({
    queryKey: ['run-preview', path, body],
    queryFn: () => post<{ count: number }>(`${path}?preview=true`, { ...body, reason: 'how many are there' }),
    staleTime: 0,
  });

  async function begin() {
    setBusy(true);
    try {
      const run = await post<Run>(path, { ...body, reason: reason.trim() });
      onClose();
      navigate(`/runs/${run.id}`);
    } catch (e) {
      setProblem(e as Problem);
      setBusy(false);
    }
  }

  const refused = problem ?? counted.error;
  return (
    <Modal opened onClose={onClose} title={title} size="lg">
      <form onSubmit={e => { e.preventDefault(); void begin(); }}>
        <Stack>
          <Text size="sm" role="status">{counted.data ? <>This is about <b>{plural(counted.data.count, thing)}</b>. Each is looked at as it is when its turn comes.</> : 'Counting...'}</Text>
          {children}
          <Textarea label="Reason" description="It stands in the audit." required maxLength={ReasonCharactersMax} autosize minRows={2} data-autofocus
            value={reason} onChange={e => setReason(e.currentTarget.value)} />
          {refused && <Alert color="red" title="Nothing was done" role="alert" data-testid="refusal">{refused.message}</Alert>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>Leave it</Button>
            <Button type="submit" color={danger ? 'red' : undefined} loading={busy} disabled={reason.trim() === '' || !counted.data?.count}>{verb}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
