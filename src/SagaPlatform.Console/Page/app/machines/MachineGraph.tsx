import { Group, Switch, Text, useComputedColorScheme } from '@mantine/core';
import { Background, Controls, type Edge, Handle, MarkerType, type Node, type NodeProps, Position, ReactFlow } from '@xyflow/react';
import { useMemo, useState } from 'react';
import type { Graph, GraphArrow, GraphState } from '../api/types';
import { count } from '../words';
import { placesOf } from './layout';

type StateNode = Node<{ state: GraphState; withPath: boolean }, 'state'>;

const nodeTypes = { state: State };
const EventsNamed = 2;

/** A machine drawn as it is, with how many sagas are in each state; of one saga also its state, the path it took and what may come next. */
export function MachineGraph({ graph, height, onOpen }: { graph: Graph; height: number; onOpen?: (state: string) => void }) {
  const scheme = useComputedColorScheme('light');
  const withPath = graph.current !== undefined;
  const [everything, setEverything] = useState(!withPath);
  const [named, setNamed] = useState(false);
  // Counts change all the time, the machine does not.
  const shape = JSON.stringify([graph.states.map(x => x.name), graph.arrows.map(x => [x.from, x.to])]);
  const places = useMemo(() => placesOf(graph.states, graph.arrows), [shape]); // eslint-disable-line

  const nodes: StateNode[] = graph.states.map(state => {
    const { x, y, width, height: high } = places.get(state.name)!;
    return {
      id: state.name, type: 'state', position: { x, y }, width, height: high, data: { state, withPath }, draggable: false, connectable: false, selectable: false,
      ariaLabel: wordsOf(state, withPath), focusable: true,
    };
  });
  const edges = graph.arrows.filter(x => everything || x.taken || x.next || isForward(x, graph)).map(x => edgeOf(x, withPath, named, scheme));

  return (
    <div>
      <div className="graph" style={{ height }} role="group" aria-label={`The machine ${graph.type}`}>
        <ReactFlow nodes={nodes} edges={edges} nodeTypes={nodeTypes} colorMode={scheme} fitView fitViewOptions={{ padding: 0.04, maxZoom: 1.1 }} minZoom={0.2} maxZoom={2}
          nodesConnectable={false} edgesFocusable={false} zoomOnScroll={false} preventScrolling={false} onNodeClick={(_, node) => onOpen?.(node.id)}>
          <Background gap={24} />
          <Controls showInteractive={false} />
        </ReactFlow>
      </div>
      <Group gap="lg" mt={6}>
        <Switch size="xs" label="All arrows" checked={everything} onChange={e => setEverything(e.currentTarget.checked)} />
        <Switch size="xs" label="Names of events" checked={named} onChange={e => setNamed(e.currentTarget.checked)} />
        {withPath && <Text size="xs" c="dimmed">Filled: where it is. Thick: the path taken. Dashed: what may come next.</Text>}
      </Group>
      <details>
        <summary><Text span size="xs">As text</Text></summary>
        <ul style={{ fontSize: 13, margin: '4px 0' }}>
          {graph.states.map(x => (
            <li key={x.name}>{wordsOf(x, withPath)}{leads(graph.arrows.filter(a => a.from === x.name))}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}

function State({ data: { state, withPath } }: NodeProps<StateNode>) {
  const classes = ['state', state.kind, withPath && state.visited && 'visited', withPath && state.next && 'next', state.current && 'current'].filter(Boolean).join(' ');
  return (
    <div className={classes} data-state={state.name} data-current={state.current ?? undefined}>
      <Handle type="target" position={Position.Left} />
      <b>{state.name}</b>
      {state.kind !== 'Initial' && <span className="number">{count(state.count)}</span>}
      <Handle type="source" position={Position.Right} />
    </div>
  );
}

function edgeOf(x: GraphArrow, withPath: boolean, named: boolean, scheme: 'light' | 'dark'): Edge {
  const taken = withPath && x.taken;
  const next = withPath && x.next && !x.taken;
  const colour = taken || next ? 'var(--mantine-primary-color-filled)' : scheme === 'dark' ? '#5c6068' : '#adb5bd';
  return {
    id: `${x.from} ${x.to}`, source: x.from, target: x.to, type: 'default', focusable: false,
    label: named ? x.events.slice(0, EventsNamed).join(', ') + (x.events.length > EventsNamed ? ', ...' : '') : undefined,
    style: { stroke: colour, strokeWidth: taken ? 3 : 1.4, strokeDasharray: next ? '6 4' : undefined },
    markerEnd: { type: MarkerType.ArrowClosed, color: taken || next ? (scheme === 'dark' ? '#4dabf7' : '#1971c2') : colour },
    zIndex: taken ? 2 : next ? 1 : 0,
  };
}

const isForward = (x: GraphArrow, graph: Graph) =>
  graph.states.find(s => s.name === x.to)?.kind === 'Stage' && graph.states.findIndex(s => s.name === x.from) < graph.states.findIndex(s => s.name === x.to);

function wordsOf(x: GraphState, withPath: boolean): string {
  const words = [x.name];
  if (withPath && x.current) words.push('it is here');
  else if (withPath && x.visited) words.push('it was here');
  if (withPath && x.next) words.push('may come next');
  if (x.kind !== 'Initial') words.push(`${count(x.count)} here now`);
  return words.join(', ');
}

const leads = (arrows: GraphArrow[]) => arrows.length === 0 ? '' : `; leads to ${arrows.map(x => `${x.to}${x.events.length > 0 ? ` by ${x.events.join(' or ')}` : ''}`).join('; ')}`;
