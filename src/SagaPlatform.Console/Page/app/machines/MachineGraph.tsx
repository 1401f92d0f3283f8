import { Group, Switch, Text, useComputedColorScheme } from '@mantine/core';
import { Background, Controls, type Edge, Handle, MarkerType, type Node, type NodeProps, Position, ReactFlow } from '@xyflow/react';
import { Fragment, useMemo, useState } from 'react';
import type { Graph, GraphArrow, GraphState } from '../api/types';
import { count } from '../words';
import { type Drawing, placesOf, type Side } from './layout';

type StateNode = Node<{ state: GraphState; withPath: boolean }, 'state'>;

const nodeTypes = { state: State };
const EventsNamed = 2;

/** How far from the line an arrow runs that skips states of it, in pixels: the more it skips the farther. */
const SkipOffset = 8;
const SkipOffsetPerState = 4;

/** Of more arrows only the way forward is shown at first. */
const ArrowsAtOnceMax = 40;

/** The picture is as high as it needs on a usual screen, in pixels. */
const HeightMin = 200;
const UsualWidth = 980;
const Margin = 56;

/** The buttons stand at the left; arrows that skip a state need room too. */
const Around = { left: '60px', right: '12px', top: '36px', bottom: '12px' } as const;

const Sides: Record<Side, Position> = { top: Position.Top, right: Position.Right, bottom: Position.Bottom, left: Position.Left };

/** A machine drawn as it is, with how many sagas are in each state; of one saga also its state, the path it took and what may come next. */
export function MachineGraph({ graph, heightMax, onOpen }: { graph: Graph; heightMax: number; onOpen?: (state: string) => void }) {
  const scheme = useComputedColorScheme('light');
  const withPath = graph.current !== undefined;
  const [everything, setEverything] = useState(!withPath && graph.arrows.length <= ArrowsAtOnceMax);
  const [named, setNamed] = useState(false);
  // Counts change all the time, the machine does not.
  const shape = JSON.stringify([graph.states.map(x => [x.name, count(x.count).length]), graph.arrows.map(x => [x.from, x.to])]);
  const drawing = useMemo(() => placesOf(graph.states, graph.arrows), [shape]);
  const { places } = drawing;
  const height = Math.round(Math.min(heightMax, Math.max(HeightMin, drawing.height * Math.min(1, UsualWidth / drawing.width) + Margin)));

  const nodes: StateNode[] = graph.states.map(state => {
    const { x, y, width, height: high } = places.get(state.name)!;
    return {
      id: state.name, type: 'state', position: { x, y }, width, height: high, data: { state, withPath }, draggable: false, connectable: false, selectable: false,
      ariaLabel: wordsOf(state, withPath), focusable: true,
    };
  });
  const edges = graph.arrows.filter(x => x.from !== x.to && (everything || x.taken || x.next || drawing.isStep(x))).map(x => edgeOf(x, drawing, withPath, named, scheme));

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

function State({ data: { state, withPath } }: NodeProps<StateNode>) {
  const classes = ['state', state.kind, withPath && state.visited && 'visited', withPath && state.next && 'next', state.current && 'current'].filter(Boolean).join(' ');
  return (
    <div className={classes} data-state={state.name} data-current={state.current ?? undefined}>
      {Object.entries(Sides).map(([id, position]) => <Fragment key={id}><Handle type="target" id={id} position={position} /><Handle type="source" id={id} position={position} /></Fragment>)}
      <b>{state.name}</b>
      {state.kind !== 'Initial' && <span className="number">{count(state.count)}</span>}
    </div>
  );
}

function edgeOf(x: GraphArrow, drawing: Drawing, withPath: boolean, named: boolean, scheme: 'light' | 'dark'): Edge {
  const taken = withPath && x.taken;
  const next = withPath && x.next && !x.taken;
  const colour = taken || next ? 'var(--mantine-primary-color-filled)' : scheme === 'dark' ? '#5c6068' : '#adb5bd';
  const sides = drawing.sidesOf(x);
  return {
    id: `${x.from} ${x.to}`, source: x.from, target: x.to, sourceHandle: sides.from, targetHandle: sides.to, focusable: false,
    ...(sides.from === sides.to ? { type: 'smoothstep', pathOptions: { offset: SkipOffset + SkipOffsetPerState * drawing.statesBetween(x) } } : { type: 'default' }),
    label: named ? x.events.slice(0, EventsNamed).join(', ') + (x.events.length > EventsNamed ? ', ...' : '') : undefined,
    style: { stroke: colour, strokeWidth: taken ? 3 : 1.4, strokeDasharray: next ? '6 4' : undefined },
    markerEnd: { type: MarkerType.ArrowClosed, color: taken || next ? (scheme === 'dark' ? '#4dabf7' : '#1971c2') : colour },
  };
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
