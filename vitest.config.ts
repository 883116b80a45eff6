import { defineConfig } from 'vitest/config';

/** Tiers that need the built engine, root, other programs, or a minute; everything else is fast and runs with `npm run check`. */
const slowFolders = [
  'test/built/**',
  'test/faults/**',
  'test/volumes/**',
  'test/adversarial/**',
  'test/load/**',
  'test/e2e/**',
  'test/tray/popover/browser/**',
  'test/tray/running/**',
];

/** Scratch copies of this repository (test/planted) have tests of their own. */
const scratch = ['test/.cache/**'];

export default defineConfig({
  test: {
    // Native code and worker pools do not mix: each file gets a process of its own (style.md, repo habits).
    pool: 'forks',
    maxWorkers: 2,
    // Nothing takes that long but on a machine that is busy with other things.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    reporters: ['default', ['json', { outputFile: 'test/.reports/vitest.json' }]],
    projects: [
      {
        extends: true,
        test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: [...slowFolders, ...scratch] },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: slowFolders.map((folder) => `${folder}/*.test.ts`),
          // Real processes on a machine of unknown speed: one that misses its moment may try again. Vitest names each that did.
          retry: process.env.CI === 'true' ? 2 : 0,
        },
      },
    ],
  },
});
