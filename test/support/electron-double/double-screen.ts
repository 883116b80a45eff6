import { EventEmitter } from 'node:events';
import type { Point, Rectangle } from 'electron';
import type { World } from './world.ts';

type DisplayFacts = World['displays'][number];

/** Electron's `screen`, over the displays of the world. */
export class DoubleScreen extends EventEmitter {
  private readonly world: World;

  constructor(world: World) {
    super();
    this.world = world;
  }

  getCursorScreenPoint(): Point {
    return { ...this.world.cursor };
  }

  getPrimaryDisplay(): DisplayFacts {
    return structuredClone(this.world.displays[0] as DisplayFacts);
  }

  getDisplayNearestPoint({ x, y }: Point): DisplayFacts {
    const distance = ({ bounds }: DisplayFacts) =>
      Math.hypot(
        Math.max(bounds.x - x, 0, x - bounds.x - bounds.width),
        Math.max(bounds.y - y, 0, y - bounds.y - bounds.height),
      );
    return this.least(distance);
  }

  /** The one with the largest part of the rectangle; without any, the nearest to its corner. */
  getDisplayMatching(wanted: Rectangle): DisplayFacts {
    const best = this.least((display) => -shared(display.bounds, wanted));
    return shared(best.bounds, wanted) > 0 ? best : this.getDisplayNearestPoint(wanted);
  }

  private least(by: (display: DisplayFacts) => number): DisplayFacts {
    const [first] = [...this.world.displays].sort((a, b) => by(a) - by(b));
    return structuredClone(first as DisplayFacts);
  }
}

function shared(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}
