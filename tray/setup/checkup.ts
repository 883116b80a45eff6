import {
  type Check,
  examineInstallation,
  type InstallationReport,
  type KnownByApp,
  openQuickActionSettings,
  openSettings,
} from '#installer';
import type { CheckupView, Finding, FindingState } from '../contract/checkup-view.ts';
import type { OwnInstallation } from './own-installation.ts';

/** What the person has to look at comes first. */
const order: readonly Check['state'][] = ['broken', 'attention', 'unknown', 'ok'];
/** What the setup window puts right. */
const bySetup: ReadonlySet<Check['name']> = new Set([
  'installation',
  'quick-actions',
  'quick-actions-registered',
]);

export interface CheckupHost {
  knownByApp(): KnownByApp;
  openSetup(): void;
}

/** The doctor in the app: looks when it is asked, and remembers what it saw last. */
export class Checkup {
  private readonly own: OwnInstallation | undefined;
  private readonly host: CheckupHost;
  private last: InstallationReport | undefined;

  constructor(own: OwnInstallation | undefined, host: CheckupHost) {
    this.own = own;
    this.host = host;
  }

  async examine(): Promise<CheckupView> {
    const { own, host } = this;
    if (own === undefined) return { kind: 'not-here' };
    this.last = await examineInstallation(own.appPath, host.knownByApp(), own.world);
    const { checks } = this.last;
    const findings = order.flatMap((state) => checks.filter((check) => check.state === state).map(findingOf));
    return { kind: 'examined', findings };
  }

  /** Opens nothing for a finding that has no remedy, or is not among those of the last look: the name comes from the page. */
  async openRemedy(name: string): Promise<void> {
    const check = this.last?.checks.find((each) => each.name === name);
    if (check === undefined || this.own === undefined) return;
    const { world } = this.own;
    if (remedyOf(check) === 'setup') this.host.openSetup();
    else if (check.name === 'quick-actions-switched-on') await openQuickActionSettings(world);
    else if (check.pane !== null) await openSettings(check.pane, world);
  }

  /** For whoever is asked for help: English, and every finding, the good ones too. */
  reportText(): string {
    const lines = (this.last?.checks ?? []).map(
      ({ name, state, found, advice }) =>
        `[${state}] ${name}: ${found}${advice === '' ? '' : `\n    ${advice}`}`,
    );
    return [`VM Ferry at ${this.last?.appPath ?? 'an unknown place'}`, ...lines, ''].join('\n');
  }
}

function findingOf(check: Check): Finding {
  const { name, state, found, advice } = check;
  return { name, state: state as FindingState, found, advice, remedy: remedyOf(check) };
}

function remedyOf({ name, state, pane }: Check): Finding['remedy'] {
  if (state === 'ok') return null;
  if (bySetup.has(name)) return 'setup';
  return pane === null ? null : 'settings';
}
