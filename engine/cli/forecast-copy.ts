import { randomBytes } from 'node:crypto';
import { asFerryError, type CopyPlan, copyBundle, probeWriteSpeed, type Warning } from '#engine';
import type { CopyForecast } from './inspection.ts';

/** Plans a copy without making it, and tries how fast the folder takes data. Refusals are part of the answer. */
export async function forecastCopy(source: string, folder: string): Promise<CopyForecast> {
  let plan: CopyPlan | undefined;
  let target: string | undefined;
  const warnings: Warning[] = [];
  const id = `${Date.now().toString(36)}-${randomBytes(4).toString('hex')}`;
  const request = { id, source, targetFolder: folder, verify: false, allowExpansion: false, dryRun: true };
  const listener = {
    planned: (planned: CopyPlan, path: string) => {
      plan = planned;
      target = path;
    },
    warned: (warning: Warning) => warnings.push(warning),
  };
  try {
    await copyBundle(request, listener).result;
    const bytesPerSecond = plan !== undefined && needsBytes(plan) ? probeWriteSpeed(folder) : undefined;
    return { folder, plan, target, warnings, refusal: undefined, bytesPerSecond };
  } catch (thrown) {
    const refusal = asFerryError(thrown);
    return { folder, plan, target, warnings, refusal, bytesPerSecond: undefined };
  }
}

function needsBytes({ neededBytes }: CopyPlan): boolean {
  return neededBytes > 0;
}
