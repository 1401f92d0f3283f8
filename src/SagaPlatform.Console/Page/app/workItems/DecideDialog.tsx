import { Alert, Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useMe } from '../access/Access';
import { ReasonCharactersMax } from '../actions/ActDialog';
import { useFocusBack } from '../actions/useFocusBack';
import { post, type Problem } from '../api/http';
import type { WorkItem } from '../api/types';

export type Verdict = 'Approve' | 'Refuse';

/** One person's decision. Whoever came with a key decides in its name; the local operator says who speaks. */
export function DecideDialog({ item, verdict, onClose }: { item: WorkItem; verdict: Verdict; onClose: () => void }) {
  useFocusBack();
  const me = useMe();
  const queries = useQueryClient();
  const speaksForOthers = me.via === 'Loopback';
  const [by, setBy] = useState(speaksForOthers ? '' : me.name);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const needsReason = verdict === 'Refuse';

  async function decide(e: FormEvent) {
    e.preventDefault();
    setBusy(true);
    try {
      const after = await post<WorkItem>(`/api/work-items/${item.id}/decision`, { decision: verdict, decidedBy: by.trim(), reason: reason.trim() || null });
      const missing = after.decidersNeeded - after.decisions.length;
      notifications.show({ color: 'teal', title: after.title, message: after.status === 'Open' ? `Noted. It needs ${missing} more.` : `${after.status}.` });
      void queries.invalidateQueries();
      onClose();
    } catch (x) {
      setProblem(x as Problem);
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title={`${verdict}: ${item.title}`}>
      <form onSubmit={e => void decide(e)}>
        <Stack>
          <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>{item.details}</Text>
          <TextInput label="Decided by" required maxLength={128} readOnly={!speaksForOthers} value={by} onChange={e => setBy(e.currentTarget.value)} data-autofocus />
          <Textarea label="Reason" required={needsReason} maxLength={ReasonCharactersMax} autosize minRows={2} value={reason} onChange={e => setReason(e.currentTarget.value)} />
          {problem && <Alert color="red" title={problem.body.title ?? 'Nothing was decided'} role="alert" data-testid="refusal">{problem.message}</Alert>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>Leave it</Button>
            <Button type="submit" loading={busy} color={verdict === 'Refuse' ? 'red' : undefined} disabled={by.trim() === '' || (needsReason && reason.trim() === '')}>{verdict}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
