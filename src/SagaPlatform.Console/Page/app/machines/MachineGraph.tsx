import { Group, Switch, Text, useComputedColorScheme } from '@mantine/core';
import { Background, Controls, type Edge, Handle, MarkerType, type Node, type NodeProps, Position, ReactFlow } from '@xyflow/react';
import { useMemo, useState } from 'react';
import type { Graph, GraphArrow, GraphState } from '../api/types';
import { count } from '../words';
import { isOnTheWay, placesOf } from './layout';

type StateNode = Node<{ state: GraphState; withPath: boolean; downwards: boolean }, 'state'>;

const nodeTypes = { state: State };
const EventsNamed = 2;

/** The picture is as high as it needs on a usual screen, in pixels. */
const HeightMin = 200;
const UsualWidth = 980;
const Margin = 32;

/** The buttons stand at the left. */
const Around = { left: '56px', right: '12px', top: '12px', bottom: '12px' } as const;

/** A machine drawn as it is, with how many sagas are in each state; of one saga also its state, the path it took and what may come next. */
export function MachineGraph({ graph, heightMax, onOpen }: { graph: Graph; heightMax: number; onOpen?: (state: string) => void }) {
  const scheme = useComputedColorScheme('light');
  const withPath = graph.current !== undefined;
  const [everything, setEverything] = useState(!withPath);
  const [named, setNamed] = useState(false);
  // Counts change all the time, the machine does not.
  const shape = JSON.stringify([graph.states.map(x => [x.name, count(x.count).length]), graph.arrows.map(x => [x.from, x.to])]);
  const drawing = useMemo(() => placesOf(graph.states, graph.arrows), [shape]);
  const { places, downwards } = drawing;
  const height = Math.round(Math.min(heightMax, Math.max(HeightMin, drawing.height * Math.min(1, UsualWidth / drawing.width) + Margin)));

  const nodes: StateNode[] = graph.states.map(state => {
    const { x, y, width, height: high } = places.get(state.name)!;
    return {
      id: state.name, type: 'state', position: { x, y }, width, height: high, data: { state, withPath, downwards }, draggable: false, connectable: false, selectable: false,
      ariaLabel: wordsOf(state, withPath), focusable: true,
    };
  });
  const edges = graph.arrows.filter(x => everything || x.taken || x.next || isForward(x, graph)).map(x => edgeOf(x, withPath, named, scheme));

  return (
    <div>
      <div className="graph" style={{ height }} role="group" aria-label={`The machine ${graph.type}`}>
        <ReactFlow nodes={nodes} edges={edges} nodeTypes={nodeTypes} colorMode={scheme} fitView fitViewOptions={{ padding: Around, maxZoom: 1 }} minZoom={0.2} maxZoom={2}
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

function State({ data: { state, withPath, downwards } }: NodeProps<StateNode>) {
  const classes = ['state', state.kind, withPath && state.visited && 'visited', withPath && state.next && 'next', state.current && 'current'].filter(Boolean).join(' ');
  return (
    <div className={classes} data-state={state.name} data-current={state.current ?? undefined}>
      <Handle type="target" position={downwards ? Position.Top : Position.Left} />
      <b>{state.name}</b>
      {state.kind !== 'Initial' && <span className="number">{count(state.count)}</span>}
      <Handle type="source" position={downwards ? Position.Bottom : Position.Right} />
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

/** The way forward, and from giving back to its end. */
function isForward(x: GraphArrow, graph: Graph): boolean {
  const [from, to] = [x.from, x.to].map(name => graph.states.findIndex(s => s.name === name)) as [number, number];
  const [source, target] = [graph.states[from], graph.states[to]];
  if (!source || !target) return false;
  return isOnTheWay(target) ? from < to && ['Initial', 'Stage'].includes(source.kind) : source.kind === 'Unwinding' && target.kind === 'End';
}

function wordsOf(x: GraphState, withPath: boolean): string {
  const words = [x.name];
  if (withPath && x.current) words.push('it is here');
  else if (withPath && x.visited) words.push('it was here');
  if (withPath && x.next) words.push('may come next');
  if (x.kind !== 'Initial') words.push(`${count(x.count)} here now`);
  return words.join(', ');
}

const leads = (arrows: GraphArrow[]) => arrows.length === 0 ? '' : `; leads to ${arrows.map(x => `${x.to}${x.events.length > 0 ? ` by ${x.events.join(' or ')}` : ''}`).join('; ')}`;
