import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { withQuery } from '../api/http';
import type { Overview } from '../api/types';

export type Connection = 'live' | 'connecting' | 'polling';

interface LiveState {
  connection: Connection;
  /** The last counts of the stream; without the samples of the rates. */
  overview?: Overview;
  /** Also follow this saga; undefined follows none. */
  follow: (saga: string | undefined) => void;
}

const LiveContext = createContext<LiveState>({ connection: 'connecting', follow: () => undefined });

/** Queries that a change of counts may have made old; each is asked again at most every two seconds. */
const ListKeys = ['sagas', 'count', 'timeouts', 'failed', 'groups', 'work-items', 'audit', 'runs', 'machines', 'machine', 'overview'];
const ListsEveryMs = 2_000;

/** When the stream, which pings, is silent for so long, every open query is asked again by itself. */
const PollEveryMs = 5_000;
const SilenceMs = 40_000;

/** A stream that was refused, not broken off, is asked for again after this time. */
const ReopenMs = 3_000;

/**
 * One stream per tab, and none in a tab that nobody sees: a browser opens only six connections to a host. What it tells makes queries
 * old; they are then asked again, so that a page shows what the API says and never a guess.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [saga, setSaga] = useState<string>();
  const [connection, setConnection] = useState<Connection>('connecting');
  const [overview, setOverview] = useState<Overview>();
  const [visible, setVisible] = useState(() => document.visibilityState !== 'hidden');
  const [attempt, setAttempt] = useState(0);
  const heardAt = useRef(0);

  useEffect(() => {
    const changed = () => setVisible(document.visibilityState !== 'hidden');
    document.addEventListener('visibilitychange', changed);
    return () => document.removeEventListener('visibilitychange', changed);
  }, []);

  useEffect(() => {
    if (!visible) return;
    const lists = throttled(() => { for (const key of ListKeys) void queries.invalidateQueries({ queryKey: [key] }); }, ListsEveryMs);
    const stream = new EventSource(withQuery('/api/stream', { saga }));
    const heard = () => { heardAt.current = Date.now(); setConnection('live'); };
    stream.onopen = heard;
    let again: ReturnType<typeof setTimeout> | undefined;
    stream.onerror = () => {
      setConnection('connecting');
      if (stream.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      // Refused, perhaps because the session has ended: the question who one is then shows the sign-in.
      void queries.invalidateQueries({ queryKey: ['me'] });
      again = setTimeout(() => setAttempt(x => x + 1), ReopenMs);
    };
    stream.addEventListener('ping', heard);
    stream.addEventListener('counts', e => { heard(); setOverview(JSON.parse(e.data) as Overview); lists.call(); });
    stream.addEventListener('saga', () => { heard(); void queries.invalidateQueries({ queryKey: ['saga', saga] }); });
    return () => { stream.close(); lists.end(); clearTimeout(again); };
  }, [queries, saga, visible, attempt]);

  useEffect(() => {
    const timer = setInterval(() => {
      if (!visible || Date.now() - heardAt.current < SilenceMs) return;
      setConnection('polling');
      void queries.invalidateQueries();
    }, PollEveryMs);
    return () => clearInterval(timer);
  }, [queries, visible]);

  const state = useMemo(() => ({ connection, overview, follow: setSaga }), [connection, overview]);
  return <LiveContext.Provider value={state}>{children}</LiveContext.Provider>;
}

export const useLive = () => useContext(LiveContext);

/** Follows a saga while the component is shown. */
export function useFollowed(saga: string) {
  const { follow } = useLive();
  useEffect(() => {
    follow(saga);
    return () => follow(undefined);
  }, [follow, saga]);
}

/** The time, every second: ages on a page grow without being asked for. */
export function useNow(everyMs = 1_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

function throttled(act: () => void, everyMs: number) {
  let last = 0;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const run = () => { waiting = undefined; last = Date.now(); act(); };
  return {
    call: () => { waiting ??= setTimeout(run, Math.max(0, last + everyMs - Date.now())); },
    end: () => clearTimeout(waiting),
  };
}
