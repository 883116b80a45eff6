import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { MachineFacts } from '../transfers/machine-facts.ts';
import { drawStrip } from '../transfers/strip.ts';
import { askEngine } from './ask-engine.ts';
import type { Engine } from './find-engine.ts';

const inspectionSchema = z.object({
  path: z.string(),
  logicalBytes: z.number(),
  allocatedBytes: z.number(),
  config: z
    .object({
      name: z.string().optional(),
      icon: z.string().optional(),
      isIconCustom: z.boolean(),
    })
    .optional(),
  images: z.array(z.object({ logicalBytes: z.number(), strip: z.array(z.number()) })),
});

/** Larger pictures than any icon are not worth their place in memory, nor the way to the page. */
const iconBytesMax = 300 * 1024;
const pictureTypes = [
  { type: 'image/png', mark: Buffer.from([0x89, 0x50, 0x4e, 0x47]) },
  { type: 'image/jpeg', mark: Buffer.from([0xff, 0xd8, 0xff]) },
] as const;

/** What a row shows of a VM; undefined when it cannot be told, for example because it is no VM or has been moved away. */
export async function inspectMachine(engine: Engine, source: string): Promise<MachineFacts | undefined> {
  const lines = await askEngine(engine, ['inspect', '--json', '--', source]);
  const parsed = inspectionSchema.safeParse(lines.find(({ type }) => type === 'result'));
  if (!parsed.success) return undefined;
  const { path, config, images, logicalBytes, allocatedBytes } = parsed.data;
  const icon = config?.isIconCustom === true && config.icon !== undefined ? config.icon : undefined;
  return {
    name: config?.name?.trim() || null,
    icon: icon === undefined ? null : await readPicture(join(path, 'Data', basename(icon))),
    logicalBytes,
    allocatedBytes,
    strip: drawStrip(images),
  };
}

/** By its first bytes and not by its name. SVG can carry scripts and is left out. */
async function readPicture(path: string): Promise<string | null> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > iconBytesMax) return null;
      const bytes = await file.readFile();
      const found = pictureTypes.find(({ mark }) => bytes.subarray(0, mark.length).equals(mark));
      return found === undefined ? null : `data:${found.type};base64,${bytes.toString('base64')}`;
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}
