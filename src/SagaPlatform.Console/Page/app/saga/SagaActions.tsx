import { Button, Group, Select, Text, Textarea, TextInput, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useMay } from '../access/Access';
import { type Act, ActDialog } from '../actions/ActDialog';
import { get, parsed } from '../api/http';
import type { LedgerLine, Saga } from '../api/types';
import { capital } from '../words';
import { skeletonOf } from './skeleton';

const Verbs = ['cancel', 'retry', 'resolve', 'hold', 'release', 'send'];
/** What is still waited for, by an answer or by a person. */
const Waited = ['Asked', 'Unknown', 'Undoing'];
const Rulings = [
  { value: 'Done', label: 'It happened' },
  { value: 'NotDone', label: 'It did not happen (of an undo: it is no longer needed)' },
  { value: 'AskAgain', label: 'Ask again' },
];

/** What may be done to a saga as it is; what is not possible now says why. */
export function SagaActions({ saga }: { saga: Saga }) {
  const may = useMay('Act', saga.type);
  const [open, setOpen] = useState<{ verb: string; sentence: string; version: number }>();
  return (
    <>
      {Verbs.map(verb => {
        const action = saga.actions?.find(x => x.verb.toLowerCase() === verb);
        if (!action) return null;
        const possible = may && action.possible;
        return (
          <Tooltip key={verb} label={may ? action.sentence : 'Your role may not do this.'} multiline maw={340} events={{ hover: true, focus: true, touch: true }}>
            <Button size="xs" variant={verb === 'cancel' && possible ? 'light' : 'default'} color={verb === 'cancel' ? 'red' : undefined} data-disabled={!possible || undefined} aria-disabled={!possible}
              aria-description={may ? action.sentence : 'Your role may not do this.'}
              onClick={() => possible && setOpen({ verb, sentence: action.sentence, version: saga.version })}>{capital(verb)}</Button>
          </Tooltip>
        );
      })}
      {open && <SagaDialog saga={saga} {...open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

interface DialogProps { saga: Saga; verb: string; sentence: string; version: number; onClose: () => void }

function SagaDialog({ saga, verb, sentence, version, onClose }: DialogProps) {
  const lines = saga.ledger.filter(x => Waited.includes(x.status));
  const [line, setLine] = useState<string | null>(verb === 'resolve' && lines.length > 0 ? nameOf(lines[0]!) : null);
  const [ruling, setRuling] = useState<string | null>(null);
  const [event, setEvent] = useState<string | null>(null);
  const [message, setMessage] = useState('');
  const act: Act = {
    title: `${capital(verb)} ${saga.type} ${saga.businessKey}`, sentence, path: `/api/sagas/${saga.id}/${verb}`, version,
    verb: verb === 'cancel' ? 'Cancel the saga' : verb === 'send' ? 'Send it' : `${capital(verb)} it`, danger: verb === 'cancel',
  };
  const chosen = lines.find(x => nameOf(x) === line);
  const json = parsed(message);
  const fields: Record<string, unknown> = {};
  if (verb === 'retry' || verb === 'resolve') Object.assign(fields, chosen && { step: chosen.step, item: chosen.item });
  if (verb === 'resolve') fields.ruling = ruling;
  if (verb === 'send') Object.assign(fields, { event, message: json });
  const ready = verb === 'resolve' ? !!chosen && !!ruling : verb === 'send' ? !!event && json !== undefined : true;

  return (
    <ActDialog act={act} fields={fields} ready={ready} versionNow={saga.version} onClose={onClose}>
      {(verb === 'retry' || verb === 'resolve') && lines.length > 0 && (
        <Select label="Step" description={verb === 'retry' ? 'Left empty: all that is waited for.' : undefined} data={lines.map(nameOf)} value={line} onChange={setLine}
          clearable={verb === 'retry'} allowDeselect={verb === 'retry'} required={verb === 'resolve'} />
      )}
      {verb === 'resolve' && <Select label="What did you find out?" data={Rulings} value={ruling} onChange={setRuling} required allowDeselect={false} />}
      {verb === 'send' && <>
        <Select label="Event" required searchable allowDeselect={false} value={event} data={(saga.events ?? []).map(x => ({ value: x.name, label: `${x.name} (${x.reaction.toLowerCase()} now)` }))}
          onChange={x => { setEvent(x); setMessage(JSON.stringify(skeletonOf(saga.events?.find(e => e.name === x)?.schema, saga.id), null, 2)); }} />
        <Textarea label="Message, as JSON" required autosize minRows={4} maxRows={14} classNames={{ input: 'mono' }} value={message} onChange={e => setMessage(e.currentTarget.value)}
          error={message !== '' && json === undefined ? 'This is not JSON.' : undefined} />
      </>}
    </ActDialog>
  );
}

const nameOf = (x: LedgerLine) => x.item ? `${x.step} (${x.item})` : x.step;

type TimeoutVerb = 'ring' | 'postpone' | 'cancel';
interface RingingTimeout { token: string; name: string; due: string; sagaType: string; sagaId: string }

/** What is about to be done to a timeout. The version is that of the saga: asked for where the page does not know it. */
interface TimeoutAct { timeout: RingingTimeout; verb: TimeoutVerb; version?: number }

/** The dialog stands beside the list: a timeout that rang is gone from it, and what came of that is to be read nevertheless. */
export function useTimeoutActs(): { dialog: ReactNode; act: (x: TimeoutAct) => void } {
  const [open, setOpen] = useState<TimeoutAct>();
  const onClose = () => setOpen(undefined);
  const dialog = open && (open.version === undefined
    ? <Looked timeout={open.timeout} verb={open.verb} onClose={onClose} />
    : <TimeoutDialog timeout={open.timeout} verb={open.verb} version={open.version} onClose={onClose} />);
  return { dialog, act: setOpen };
}

/** Ring now, postpone, cancel. */
export function TimeoutButtons({ timeout, version, act }: { timeout: RingingTimeout; version?: number; act: (x: TimeoutAct) => void }) {
  const may = useMay('Act', timeout.sagaType);
  if (!may) return <Text size="xs" c="dimmed">Your role may not change it.</Text>;
  const button = (verb: TimeoutVerb, words: string) =>
    <Button size="compact-xs" variant="default" onClick={() => act({ timeout, verb, version })} aria-label={`${words}: ${timeout.name}`}>{words}</Button>;
  return <Group gap={4} wrap="nowrap">{button('ring', 'Ring now')}{button('postpone', 'Postpone')}{button('cancel', 'Cancel')}</Group>;
}

function Looked(props: { timeout: RingingTimeout; verb: TimeoutVerb; onClose: () => void }) {
  const saga = useQuery({ queryKey: ['saga', props.timeout.sagaId], queryFn: ({ signal }) => get<Saga>(`/api/sagas/${props.timeout.sagaId}`, signal) });
  return saga.data ? <TimeoutDialog {...props} version={saga.data.version} waitingFor={saga.data.waitingFor} /> : null;
}

function TimeoutDialog({ timeout, verb, version, waitingFor, onClose }: { timeout: RingingTimeout; verb: TimeoutVerb; version: number; waitingFor?: string; onClose: () => void }) {
  const [due, setDue] = useState(() => forInput(new Date(Math.max(Date.now(), Date.parse(timeout.due)) + 3_600_000)));
  const words = { ring: ['Ring', 'Ring it now'], postpone: ['Postpone', 'Postpone it'], cancel: ['Cancel', 'Cancel the timeout'] }[verb] as [string, string];
  const act: Act = {
    title: `${words[0]} ${timeout.name} of ${timeout.sagaType}`, path: `/api/timeouts/${timeout.token}/${verb}`, version, verb: words[1], danger: verb === 'cancel', sentence: waitingFor,
  };
  return (
    <ActDialog act={act} fields={verb === 'postpone' ? { due: due === '' ? null : new Date(due).toISOString() } : {}} ready={verb !== 'postpone' || due !== ''} onClose={onClose}>
      {verb === 'postpone' && <TextInput type="datetime-local" label="Ring at" description="On this machine's clock." required value={due} onChange={e => setDue(e.currentTarget.value)} />}
    </ActDialog>
  );
}

/** A moment as the browser's own field wants it: local, without a zone. */
function forInput(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
