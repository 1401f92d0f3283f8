import { graphlib, layout } from '@dagrejs/dagre';
import type { GraphArrow, GraphState } from '../api/types';
import { count } from '../words';

export interface Place { x: number; y: number; width: number; height: number }
export type Side = 'top' | 'right' | 'bottom' | 'left';
export interface Drawing {
  places: Map<string, Place>;
  width: number;
  height: number;
  /** Whether the arrow is one of the way forward, or leads from giving back to its end. */
  isStep: (arrow: GraphArrow) => boolean;
  sidesOf: (arrow: GraphArrow) => { from: Side; to: Side };
}

const Height = 34;
const WidthMin = 84;
const PixelsPerCharacter = 8.3;
const PixelsAround = 42;
const Gap = 40;

/** A longer process would be too small to read from left to right: it is drawn downwards. */
const StatesAcrossMax = 11;

/** Stages, and what is before and after them when all goes well. */
const isOnTheWay = (x: GraphState) => x.kind === 'Stage' || x.kind === 'Initial' || x.name === 'Completed';

/**
 * The way forward is one line, each state after the nearest that leads to it; what leaves it (a person is asked, all is given back, the
 * other ends) stands beside. Arrows that skip or lead back take the other side of the line, so that none is drawn through a state.
 */
export function placesOf(states: GraphState[], arrows: GraphArrow[]): Drawing {
  const downwards = states.length > StatesAcrossMax;
  const way = inOrder(states.filter(isOnTheWay));
  const steps = stepsOf(way, arrows);
  const graph = new graphlib.Graph({ multigraph: false });
  graph.setGraph({ rankdir: downwards ? 'TB' : 'LR', nodesep: 22, ranksep: downwards ? 28 : Gap });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const x of way) graph.setNode(x.name, { width: widthOf(x), height: Height });
  for (const [to, from] of steps) graph.setEdge(from, to);
  layout(graph);
  const places = new Map(way.map(({ name }) => {
    const { x, y, width, height } = graph.node(name);
    return [name, { x: x - width / 2, y: y - height / 2, width, height }];
  }));
  const { width = 0, height = 0 } = graph.graph();
  putBeside(places, states.filter(x => !isOnTheWay(x)), width, height, downwards);
  const all = [...places.values()];

  const onTheWay = new Set(way.map(x => x.name));
  const unwinding = new Set(states.filter(x => x.kind === 'Unwinding').map(x => x.name));
  return {
    places, width: Math.max(...all.map(x => x.x + x.width)), height: Math.max(...all.map(x => x.y + x.height)),
    isStep: ({ from, to }) => steps.get(to) === from || (unwinding.has(from) && states.some(x => x.name === to && x.kind === 'End')),
    sidesOf: ({ from, to }) => {
      const [a, b] = [onTheWay.has(from), onTheWay.has(to)];
      if (a && b && steps.get(to) !== from) return downwards ? { from: 'left', to: 'left' } : { from: 'top', to: 'top' };
      if (a && !b) return downwards ? { from: 'right', to: 'left' } : { from: 'bottom', to: 'left' };
      if (!a && b) return downwards ? { from: 'left', to: 'right' } : { from: 'top', to: 'bottom' };
      return downwards ? { from: 'bottom', to: 'top' } : { from: 'right', to: 'left' };
    },
  };
}

// The service names the states in the order of the process.
const inOrder = (way: GraphState[]) => [...way.filter(x => x.kind === 'Initial'), ...way.filter(x => x.kind === 'Stage'), ...way.filter(x => x.kind === 'End')];

/** For each state of the way the nearest one before it that leads to it. */
function stepsOf(way: GraphState[], arrows: GraphArrow[]): Map<string, string> {
  const steps = new Map<string, string>();
  way.forEach((to, i) => {
    const from = way.slice(0, i).reverse().find(x => arrows.some(a => a.from === x.name && a.to === to.name));
    if (from) steps.set(to.name, from.name);
  });
  return steps;
}

/** First who is asked, then, in a line of its own, giving back and the ends it leads to. */
function putBeside(places: Map<string, Place>, states: GraphState[], width: number, height: number, downwards: boolean) {
  const put = (x: GraphState, at: { x: number; y: number }) => places.set(x.name, { ...at, width: widthOf(x), height: Height });
  let [x, y] = downwards ? [width + Gap, height * 0.35] : [width * 0.45, height + 24];
  for (const state of states.filter(s => s.kind === 'Attention')) {
    put(state, { x, y });
    y += Height + (downwards ? Gap : 24);
  }
  if (!downwards) x = width * 0.6;
  for (const state of [...states.filter(s => s.kind === 'Unwinding'), ...states.filter(s => s.kind !== 'Unwinding' && s.kind !== 'Attention')]) {
    put(state, { x, y });
    if (downwards) y += Height + Gap;
    else x += widthOf(state) + Gap;
  }
}

const widthOf = (x: GraphState) => Math.max(WidthMin, (x.name.length + (x.kind === 'Initial' ? 0 : count(x.count).length)) * PixelsPerCharacter + PixelsAround);
