import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { post, Problem } from '../api/http';
import type { ActionAnswer } from '../api/types';
import { Outcome } from './Preview';
import { useFocusBack } from './useFocusBack';

export const ReasonCharactersMax = 512;

export interface Act {
  title: string;
  /** What it is, in words. */
  sentence?: string;
  /** Where it is posted. */
  path: string;
  /** The version that was looked at when the dialog was opened. */
  version: number;
  /** What the button says. */
  verb: string;
  danger?: boolean;
}

interface Props {
  act: Act;
  /** More of the body. */
  fields?: Record<string, unknown>;
  /** False while something of it is missing. */
  ready?: boolean;
  children?: ReactNode;
  /** The version now, as the page knows it. */
  versionNow?: number;
  onClose: () => void;
}

/**
 * One action on one thing: a reason, then what would happen, then the deed. The version is the one that was looked at when the dialog was
 * opened and is not silently renewed: what moved meanwhile has to be looked at again.
 */
export function ActDialog({ act, fields = {}, ready = true, children, versionNow, onClose }: Props) {
  useFocusBack();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [version, setVersion] = useState(act.version);
  const [busy, setBusy] = useState(false);
  const [previewed, setPreviewed] = useState<{ of: string; answer: ActionAnswer }>();
  const [done, setDone] = useState<ActionAnswer>();
  const [problem, setProblem] = useState<Problem>();

  const body = { reason: reason.trim(), version, ...fields };
  const wanted = JSON.stringify(body);
  const preview = previewed?.of === wanted ? previewed.answer : undefined;

  async function send(forReal: boolean) {
    setBusy(true);
    setProblem(undefined);
    try {
      const answer = await post<ActionAnswer>(forReal ? act.path : `${act.path}?preview=true`, body);
      if (forReal) {
        setDone(answer);
        void queries.invalidateQueries();
      } else setPreviewed({ of: wanted, answer });
    } catch (e) {
      setProblem(e as Problem);
      setPreviewed(undefined);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title={act.title} size="lg">
      <Stack>
        {act.sentence && <Text size="sm">{act.sentence}</Text>}
        {done ? <>
          <Outcome of={done} />
          <Group justify="flex-end"><Button onClick={onClose} data-autofocus>Close</Button></Group>
        </> : <form onSubmit={e => { e.preventDefault(); void send(preview !== undefined); }}>
          <Stack>
            {children}
            <Textarea label="Reason" description="It stands in the audit." required maxLength={ReasonCharactersMax} autosize minRows={2} data-autofocus
              value={reason} onChange={e => setReason(e.currentTarget.value)} />
            {versionNow !== undefined && versionNow !== version && problem?.status !== 409 && (
              <Alert color="orange" title={`It moved meanwhile: version ${versionNow}, you looked at ${version}`} role="status">
                <Again onClick={() => setVersion(versionNow)} />
              </Alert>
            )}
            {problem && <Refusal problem={problem} version={version} onAgain={x => { setVersion(x); setProblem(undefined); }} />}
            {preview && <Outcome of={preview} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>Leave it</Button>
              {preview
                ? <Button type="submit" color={act.danger ? 'red' : undefined} loading={busy}>{act.verb}</Button>
                : <Button type="submit" loading={busy} disabled={!ready || reason.trim() === ''}>Preview</Button>}
            </Group>
          </Stack>
        </form>}
      </Stack>
    </Modal>
  );
}

function Refusal({ problem, version, onAgain }: { problem: Problem; version: number; onAgain: (version: number) => void }) {
  const { version: now, state } = problem.body;
  const moved = problem.status === 409 && now !== undefined && now !== version;
  const title = moved ? 'It moved meanwhile: nothing was done'
    : problem.status === 403 ? 'You may not do this'
    : problem.status === 409 ? 'Not possible now'
    : problem.status === 0 ? 'No answer: look whether it was done' : 'Nothing was done';
  return (
    <Alert color="red" title={title} role="alert" data-testid="refusal">
      <Stack gap="xs">
        <Text size="sm">{problem.message}</Text>
        {moved && <>
          <Text size="sm">You looked at version {version}; it is at version {now} now{state ? <>, in state <b>{state}</b></> : ''}.</Text>
          <Again onClick={() => onAgain(now)} />
        </>}
      </Stack>
    </Alert>
  );
}

const Again = ({ onClick }: { onClick: () => void }) => <div><Button size="xs" variant="default" onClick={onClick}>Go on with it as it is now</Button></div>;
