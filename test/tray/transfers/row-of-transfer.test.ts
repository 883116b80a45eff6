import { describe, expect, it } from 'vitest';
import { orderOpenRows } from '../../../tray/transfers/order-rows.ts';
import { rowOfTransfer } from '../../../tray/transfers/row-of-transfer.ts';
import { summaryOf } from '../../../tray/transfers/summary-of.ts';
import { counters, knownTransfer, unreadable } from '../../support/transfer-views.ts';

const owner = { process: { pid: 1, host: 'mac', began: 'now' }, purpose: 'x', isReleased: false };
const gone = {
  code: 'TARGET_FAILED',
  message: 'm',
  advice: 'a',
  exitCode: 6,
  path: null,
  missingBytes: null,
  canResume: true,
};
const drive = { uuid: 'u', device: '1', mountPoint: '/Volumes/T9' };

describe('a row', () => {
  it('names the VM and the places as a person does', () => {
    expect(rowOfTransfer(knownTransfer('copying'))).toMatchObject({
      name: 'Guest',
      sourcePlace: 'VMs',
      targetPlace: 'T9',
      actions: ['pause', 'cancel'],
    });
    const machine = { name: 'Ubuntu', icon: null, logicalBytes: 9, allocatedBytes: 3, strip: '90' };
    expect(rowOfTransfer(knownTransfer('queued'), { machine })).toMatchObject({
      name: 'Ubuntu',
      logicalBytes: 9,
      allocatedBytes: 3,
    });
  });

  it('keeps its bar full while it is flushed and gets its name', () => {
    const flushing = knownTransfer('flushing', { counters: counters(0, 0), allocatedBytes: 700 });
    expect(rowOfTransfer(flushing)).toMatchObject({ doneBytes: 700, totalBytes: 700, stripDone: 1 });
  });

  it('waits by name for its turn, and is interrupted when nobody waits any more', () => {
    const queued = { waitsFor: 'another' };
    expect(rowOfTransfer(knownTransfer('queued', queued, owner), { behind: 'Debian' })).toMatchObject({
      state: 'queued',
      waitsFor: { kind: 'turn', name: 'Debian' },
    });
    expect(rowOfTransfer(knownTransfer('queued', queued))).toMatchObject({
      state: 'interrupted',
      actions: ['resume', 'cancel'],
    });
    // One that was just written down waits for its engine, and for nobody else.
    expect(rowOfTransfer(knownTransfer('queued')).state).toBe('queued');
  });

  it('waits for its drive when that is why it was interrupted', () => {
    const lost = knownTransfer('interrupted', { error: gone, targetVolume: drive });
    expect(rowOfTransfer(lost)).toMatchObject({ waitsFor: { kind: 'volume', name: 'T9' }, failure: null });
    expect(rowOfTransfer(knownTransfer('interrupted')).waitsFor).toBeNull();
  });

  it('offers Resume after a failure that kept something, else Retry', () => {
    const failed = (staging: string | null) =>
      rowOfTransfer(knownTransfer('failed', { error: gone, staging }));
    expect(failed('/Volumes/T9/.Guest.utm.ferry-1')).toMatchObject({
      actions: ['resume', 'show-source', 'copy-details', 'clear'],
      failure: { canResume: true },
    });
    expect(failed(null).actions[0]).toBe('retry');
  });

  it('offers Resume when only the original is left to remove: trying anew would meet the copy', () => {
    const error = { ...gone, code: 'SOURCE_NOT_REMOVED' as const };
    expect(rowOfTransfer(knownTransfer('failed', { error, staging: null }))).toMatchObject({
      actions: ['resume', 'show-source', 'copy-details', 'clear'],
      failure: { canResume: true },
    });
  });

  it('of a record that cannot be read is shown and offers nothing that would touch it', () => {
    expect(
      unreadable.map((view) => rowOfTransfer(view)).map(({ state, actions }) => [state, actions]),
    ).toEqual([
      ['newer', []],
      ['damaged', ['clear']],
    ]);
  });
});

describe('rows together', () => {
  const speed = (secondsLeft: number | null) => ({ speed: { bytesPerSecond: 50, secondsLeft } });

  it('are in the order in which they want to be seen', () => {
    const rows = [
      rowOfTransfer(knownTransfer('paused')),
      rowOfTransfer(knownTransfer('queued', { waitsFor: 'x' }, owner)),
      rowOfTransfer(knownTransfer('verifying')),
      rowOfTransfer(knownTransfer('needs-target'), { question: { kind: 'target', count: 1 } }),
      rowOfTransfer(knownTransfer('copying')),
    ].map((row, age) => ({ ...row, id: `0000000${age}-00000000` }));
    const states = orderOpenRows(rows).map(({ state }) => state);
    expect(states).toEqual(['needs-target', 'verifying', 'copying', 'queued', 'paused']);
  });

  it('are summed up over what moves', () => {
    const active = (left: number | null) =>
      rowOfTransfer(knownTransfer('copying', { counters: counters(10, 100) }), speed(left));
    expect(summaryOf([active(5), active(9), rowOfTransfer(knownTransfer('paused'))], 3)).toEqual({
      activeCount: 2,
      waitingCount: 0,
      pausedCount: 1,
      failedCount: 3,
      doneBytes: 20,
      totalBytes: 200,
      bytesPerSecond: 100,
      secondsLeft: 9,
    });
    expect(summaryOf([active(5), active(null)], 0).secondsLeft).toBeNull();
  });
});
