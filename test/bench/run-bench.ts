import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type LoopVolume, makeLoopVolume, missingForVolume } from '../support/loop-volume.ts';
import { makeKeptFolder } from '../support/temp-folder.ts';
import { countShapes } from './count-shapes.ts';
import type { Machine } from './describe-machine.ts';
import { makeCourse, removeCourse } from './make-course.ts';
import { measureGrowth } from './measure-growth.ts';
import { contests, makePeers, type PeerId } from './peers.ts';
import type { Programs } from './programs.ts';
import { type Course, race } from './race.ts';
import type { BenchResults, CallRecord, Growth, RaceRecord, StartFigures } from './results.ts';
import { makeFullA, makeShapes, type Shape, type ShapeId, sparse } from './shapes.ts';
import { tellStory } from './tell-story.ts';
import { timeStart } from './time-start.ts';
import { MiB } from './units.ts';

export interface BenchOrder {
  readonly programs: Programs;
  readonly scale: number;
  readonly rounds: number;
  readonly shapes: readonly string[];
  readonly isFull: boolean;
}

/** Peers on the other volumes, and with a cold cache: the comparison that matters there. */
const shortContest: readonly PeerId[] = ['cp', 'ferryNoFlush', 'cpSync', 'ferry'];

/**
 * Runs everything. Each shape is removed before the next is made.
 *
 * @param sofar given the results after each race, since a run is long
 */
export async function runBench(
  order: BenchOrder,
  machine: Machine,
  sofar: (results: BenchResults) => void,
): Promise<BenchResults> {
  const bench = new Bench(order, (soFar) => sofar(soFar.results(machine)));
  try {
    for (const id of order.shapes) {
      if (id === 'F') bench.raceClones();
      else if (id === 'G') bench.measureGrowth();
      else if (id === 'S') await bench.countAndStart();
      else await bench.raceShape(id as ShapeId);
    }
    return bench.results(machine);
  } finally {
    bench.dispose();
  }
}

class Bench {
  private readonly order: BenchOrder;
  private readonly sofar: (bench: Bench) => void;
  private readonly folder: string;
  private readonly state: string;
  private readonly disposers: (() => void)[];
  private readonly peers;
  private readonly shapes;
  private readonly races: RaceRecord[] = [];
  private readonly calls: CallRecord[] = [];
  private readonly growth: Growth[] = [];
  private start: StartFigures | null = null;

  constructor(order: BenchOrder, sofar: (bench: Bench) => void) {
    this.order = order;
    this.sofar = sofar;
    const { folder, dispose } = makeKeptFolder();
    this.folder = folder;
    this.state = join(folder, 'state');
    this.disposers = [dispose];
    this.peers = makePeers(order.programs);
    this.shapes = makeShapes(order.scale);
    process.env.VM_FERRY_STATE = this.state;
  }

  dispose(): void {
    for (const dispose of this.disposers.reverse()) dispose();
  }

  results(machine: Machine): BenchResults {
    const { races, calls, growth, start, order } = this;
    return {
      machine,
      rounds: order.rounds,
      scale: order.scale,
      races,
      calls,
      growth,
      start,
      story: tellStory(calls),
    };
  }

  async raceShape(id: ShapeId): Promise<void> {
    const shape = id === 'A' && this.order.isFull ? makeFullA() : this.shapes[id];
    console.log(`${id}: ${shape.title}, ext4`);
    const course = makeCourse(this.order, shape, this.folder, { hasDense: id === 'A' });
    this.race(shape, course, contests[id], 'ext4');
    if (id !== 'D')
      this.race(shape, { ...course, isCold: true, rounds: cold(this.order.rounds) }, coldOf(id), 'ext4');
    if (id === 'A') this.raceOnOtherVolumes(shape, course);
    removeCourse(course);
  }

  /** S: system calls, and the start. */
  async countAndStart(): Promise<void> {
    const { order, peers, folder, state } = this;
    await countShapes(order, folder, peers, (call) => this.calls.push(call));
    this.sofar(this);
    const course = makeCourse(order, this.shapes.A, folder, { hasDense: true });
    this.start = await timeStart(course, state);
    removeCourse(course);
  }

  private raceOnOtherVolumes(shape: Shape, course: Course): void {
    if (course.dense !== undefined) rmSync(course.dense);
    rmSync(course.targetFolder, { recursive: true, force: true });
    // The source, a copy, and the copy before it: XFS frees what was removed a while later.
    const mebibytes = Math.ceil((shape.dataBytes * 3.5) / MiB) + 512;
    for (const kind of ['xfs', 'btrfs'] as const) {
      if (missingForVolume(kind) !== '') continue;
      this.withVolume(kind, mebibytes, (volume) => {
        const across = { ...course, targetFolder: join(volume.folder, 'target') };
        this.race(shape, across, shortContest, `ext4 to ${kind}`);
      });
      this.withVolume(kind, mebibytes, (volume) => {
        const here = makeCourse(this.order, shape, volume.folder);
        this.race(shape, here, ['cp', 'cpSync', 'ferryScan'], kind);
      });
    }
  }

  /** G: the two plots. */
  measureGrowth(): void {
    console.log('G: growth, ext4');
    const { programs, rounds, scale } = this.order;
    const [source, targetFolder] = [join(this.folder, 'growing.img'), join(this.folder, 'target')];
    const course = { programs, rounds, source, targetFolder, isCold: false };
    this.growth.push(...measureGrowth(course, this.peers, scale));
    this.sofar(this);
  }

  /** F: a clone takes the same time whatever the size. */
  raceClones(): void {
    for (const kind of ['btrfs', 'xfs'] as const) {
      if (missingForVolume(kind) !== '') continue;
      console.log(`F: clone, ${kind}`);
      this.withVolume(kind, 1024, (volume) => {
        const shape = sparse('A', 'clone on one volume', 64 * 1024 * MiB, 512 * MiB, MiB);
        const course = makeCourse(this.order, shape, volume.folder);
        this.race({ ...shape, id: 'F' as ShapeId }, course, ['startUp', 'ferry', 'cpClone'], kind);
      });
    }
  }

  private race(shape: Shape, course: Course, ids: readonly PeerId[], volume: string): void {
    const { id, title, logicalBytes, dataBytes } = shape;
    const results = race(course, ids, this.peers);
    this.races.push({
      shape: id,
      title,
      logicalBytes,
      dataBytes,
      volume,
      cache: course.isCold ? 'cold' : 'warm',
      results,
    });
    this.sofar(this);
    for (const each of results)
      console.log(
        `  ${each.name.padEnd(32)} ${(each.wallMs / 1000).toFixed(2).padStart(8)} s  (${(each.lowMs / 1000).toFixed(2)}–${(each.highMs / 1000).toFixed(2)})  cpu ${(each.cpuMs / 1000).toFixed(2)} s  ${Math.round(each.peakBytes / MiB)} MiB`,
      );
  }

  private withVolume(kind: 'xfs' | 'btrfs', mebibytes: number, use: (volume: LoopVolume) => void): void {
    const volume = makeLoopVolume(kind, mebibytes);
    this.disposers.push(() => volume.dispose());
    try {
      use(volume);
    } finally {
      volume.dispose();
      this.disposers.pop();
    }
  }
}

const cold = (rounds: number) => Math.min(rounds, 3);

function coldOf(id: ShapeId): readonly PeerId[] {
  return id === 'E' ? ['cpAllSync', 'ferry'] : ['cpSync', 'ferry'];
}
