import { describe, expect, it } from 'vitest';
import type { BundleScan } from '../../../engine/bundle/scan-bundle.ts';
import { stagingName } from '../../../engine/copy/choose-target.ts';
import { planCopy, refusePlan } from '../../../engine/copy/plan-copy.ts';
import type { TargetAbilities } from '../../../engine/copy/probe-target.ts';
import { FerryError } from '../../../engine/errors.ts';
import type { EntryFacts, VolumeFacts } from '../../../engine/system/file-system.ts';

const GiB = 2 ** 30;
const volume: VolumeFacts = {
  typeName: 'exfat',
  uuid: undefined,
  mountPoint: '/',
  blockBytes: 4096,
  totalBytes: 100 * GiB,
  freeBytes: 50 * GiB,
  longestFileBytes: undefined,
  isHoleMapTrusted: false,
  holeProbeBytes: 1,
  keepsExtendedAttributes: true,
};
const abilities = (can: Partial<TargetAbilities>): TargetAbilities => ({
  volume,
  canHoldHoles: true,
  canClone: false,
  cloneRefusal: 'EXDEV',
  ...can,
});
const file = (logicalBytes: number, allocatedBytes: number) => ({
  relativePath: `f${logicalBytes}`,
  kind: 'file' as const,
  linkAim: '',
  facts: { logicalBytes, allocatedBytes } as EntryFacts,
});
const scan = (...entries: ReturnType<typeof file>[]): BundleScan => ({
  root: '/X.utm',
  entries,
  logicalBytes: entries.reduce((sum, entry) => sum + entry.facts.logicalBytes, 0),
  allocatedBytes: entries.reduce((sum, entry) => sum + entry.facts.allocatedBytes, 0),
});
const codeOf = (step: () => void) => {
  try {
    step();
    return 'no refusal';
  } catch (thrown) {
    return thrown instanceof FerryError ? `${thrown.code} ${thrown.facts.bytes}` : thrown;
  }
};

describe('a plan', () => {
  it('clones where the volume can, and then needs nothing', () => {
    expect(planCopy(scan(file(64 * GiB, 4 * GiB)), abilities({ canClone: true }), 'trust')).toMatchObject({
      method: 'clone',
      neededBytes: 0,
      extraBytes: 0,
    });
  });

  it('needs the used blocks when holes survive', () => {
    expect(planCopy(scan(file(64 * GiB, 4 * GiB)), abilities({}), 'audit')).toMatchObject({
      method: 'sparse',
      neededBytes: 4 * GiB,
      extraBytes: 0,
      holes: 'audit',
    });
  });

  it('does not count what a volume reserved beyond the end of a file', () => {
    expect(planCopy(scan(file(5000, 65_536)), abilities({}), 'trust').neededBytes).toBe(8192);
  });

  it('needs every byte when they do not, and tells exactly how many more', () => {
    const plan = planCopy(
      scan(file(64 * GiB, 4 * GiB), file(100, 4096)),
      abilities({ canHoldHoles: false }),
      'trust',
    );
    expect(plan).toMatchObject({ method: 'plain', neededBytes: 64 * GiB + 100, extraBytes: 60 * GiB });
    expect(codeOf(() => refusePlan(plan, '/T', false))).toBe(`WOULD_EXPAND ${60 * GiB}`);
    expect(codeOf(() => refusePlan(plan, '/T', true))).toBe(`NO_SPACE ${14 * GiB + 100}`);
  });

  it('is not refused for growing when there is nothing to grow', () => {
    const plan = planCopy(scan(file(4096, 4096)), abilities({ canHoldHoles: false }), 'trust');
    expect(codeOf(() => refusePlan(plan, '/T', false))).toBe('no refusal');
  });

  it('knows by how much a guest could outgrow the target', () => {
    expect(planCopy(scan(file(64 * GiB, 4 * GiB)), abilities({}), 'trust').growthShortBytes).toBe(14 * GiB);
    expect(planCopy(scan(file(8 * GiB, 4 * GiB)), abilities({}), 'trust').growthShortBytes).toBe(0);
  });
});

describe('a staging name', () => {
  it('is hidden, names the bundle, and does not end in .utm, so that UTM never takes it for a VM', () => {
    expect(stagingName('X.utm', '1')).toBe('.X.utm.ferry-1');
  });

  it.each(['a'.repeat(255), '😀'.repeat(63), 'ü'.repeat(127)])(
    'stays a legal name for the longest ones',
    (name) => {
      expect(Buffer.byteLength(stagingName(name, 'mhqq1a2b-12345678'))).toBeLessThanOrEqual(255);
      expect(stagingName(name, 'mhqq1a2b-12345678')).not.toContain('\ufffd');
    },
  );
});
