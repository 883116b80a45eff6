import type { CheckupView, Finding } from '../../tray/contract/checkup-view.ts';

const findings: readonly Finding[] = [
  {
    name: 'quick-actions',
    state: 'broken',
    found:
      '“Copy VM with Ferry…” calls a VM Ferry that is not there: /Users/ada/Downloads/VM Ferry.app/Contents/Resources/engine/ferry.',
    advice: 'Open VM Ferry, which puts them back, or install it again.',
    remedy: 'setup',
  },
  {
    name: 'quick-actions-switched-on',
    state: 'attention',
    found: 'Switched off: “Copy VM with Ferry…”.',
    advice:
      'In Finder, right-click a virtual machine, then Quick Actions ▸ Customize…, and tick both. (Or System Settings ▸ General ▸ Login Items & Extensions ▸ Finder.)',
    remedy: 'settings',
  },
  {
    name: 'notifications',
    state: 'unknown',
    found: 'Not tried yet: VM Ferry has shown none since it was started.',
    advice: 'Look under System Settings ▸ Notifications ▸ VM Ferry.',
    remedy: 'settings',
  },
  { name: 'macos-version', state: 'ok', found: 'macOS 26.1', advice: '', remedy: null },
  { name: 'app', state: 'ok', found: '/Applications/VM Ferry.app, version 0.1.0', advice: '', remedy: null },
  {
    name: 'volumes',
    state: 'ok',
    found: 'Macintosh HD (212.4 GB free), T9 (1480.0 GB free)',
    advice: '',
    remedy: null,
  },
];

/** What the installer finds on a Mac with some trouble, worst first. */
export function checkupView(isMeant: (finding: Finding) => boolean = () => true): CheckupView {
  return { kind: 'examined', findings: findings.filter(isMeant) };
}
