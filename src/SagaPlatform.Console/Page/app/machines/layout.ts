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
  /** How many states of the way lie between the ends of the arrow. */
  statesBetween: (arrow: GraphArrow) => number;
}

const Height = 34;
const WidthMin = 84;
const PixelsPerCharacter = 8.3;
const PixelsAround = 42;
const Gap = 40;
const GapDown = 28;
const GapBeside = 24;

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
  const { places, width, height } = inLine(way, downwards);
  putBeside(places, states.filter(x => !isOnTheWay(x)), width, height, downwards);
  const all = [...places.values()];
  const indexOf = (name: string) => way.findIndex(x => x.name === name);
  const between = (from: string, to: string) => Math.max(0, Math.abs(indexOf(from) - indexOf(to)) - 1);

  const onTheWay = new Set(way.map(x => x.name));
  const unwinding = new Set(states.filter(x => x.kind === 'Unwinding').map(x => x.name));
  return {
    places, width: Math.max(...all.map(x => x.x + x.width)), height: Math.max(...all.map(x => x.y + x.height)),
    isStep: ({ from, to }) => steps.get(to) === from || (unwinding.has(from) && states.some(x => x.name === to && x.kind === 'End')),
    statesBetween: x => between(x.from, x.to),
    sidesOf: ({ from, to }) => {
      const [a, b] = [onTheWay.has(from), onTheWay.has(to)];
      if (a && b && !(steps.get(to) === from && between(from, to) === 0)) return downwards ? { from: 'left', to: 'left' } : { from: 'top', to: 'top' };
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

function inLine(way: GraphState[], downwards: boolean) {
  const places = new Map<string, Place>();
  const broadest = Math.max(...way.map(widthOf));
  let at = 0;
  for (const state of way) {
    const width = widthOf(state);
    places.set(state.name, downwards ? { x: (broadest - width) / 2, y: at, width, height: Height } : { x: at, y: 0, width, height: Height });
    at += (downwards ? Height + GapDown : width + Gap);
  }
  return downwards ? { places, width: broadest, height: at - GapDown } : { places, width: at - Gap, height: Height };
}

/** First who is asked, then, in a line of its own, giving back and the ends it leads to. */
function putBeside(places: Map<string, Place>, states: GraphState[], width: number, height: number, downwards: boolean) {
  const put = (x: GraphState, at: { x: number; y: number }) => places.set(x.name, { ...at, width: widthOf(x), height: Height });
  let [x, y] = downwards ? [width + Gap, height * 0.35] : [width * 0.45, height + GapBeside];
  for (const state of states.filter(s => s.kind === 'Attention')) {
    put(state, { x, y });
    y += Height + (downwards ? Gap : GapBeside);
  }
  if (!downwards) x = width * 0.6;
  for (const state of [...states.filter(s => s.kind === 'Unwinding'), ...states.filter(s => s.kind !== 'Unwinding' && s.kind !== 'Attention')]) {
    put(state, { x, y });
    if (downwards) y += Height + Gap;
    else x += widthOf(state) + Gap;
  }
}

const widthOf = (x: GraphState) => Math.max(WidthMin, (x.name.length + (x.kind === 'Initial' ? 0 : count(x.count).length)) * PixelsPerCharacter + PixelsAround);
