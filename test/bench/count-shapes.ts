import { countCalls } from './count-calls.ts';
import { makeCourse, removeCourse } from './make-course.ts';
import { contests, type makePeers } from './peers.ts';
import type { CallRecord } from './results.ts';
import type { BenchOrder } from './run-bench.ts';
import { makeShapes } from './shapes.ts';

/** Part of the full size: calls grow with the data, and strace makes the broken loop's last long. */
const countedScale = 1 / 16;

/** System calls of every peer on every shape. */
export async function countShapes(
  order: BenchOrder,
  folder: string,
  peers: ReturnType<typeof makePeers>,
  counted: (record: CallRecord) => void,
): Promise<void> {
  for (const shape of Object.values(makeShapes(Math.min(order.scale, countedScale)))) {
    console.log(`S: system calls, ${shape.title}`);
    const course = makeCourse(order, shape, folder);
    for (const id of contests[shape.id]) {
      const peer = peers[id];
      if (id === 'rsync' || id === 'startUp' || peer.readsDense === true) continue;
      const counts = await countCalls(course, peer);
      counted({ shape: shape.id, peer: id, name: peer.name, dataBytes: shape.dataBytes, ...counts });
    }
    removeCourse(course);
  }
}
