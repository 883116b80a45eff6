/** What macOS reads to offer a workflow in Finder. Automator writes `NSServices` alone. */
export type InfoPlist = {
  /** Ours: it names the bundle for an update or a removal, and keeps its setting apart from those of other workflows. */
  readonly CFBundleIdentifier: string;
  readonly NSServices: readonly [ServiceEntry];
};

type ServiceEntry = {
  readonly NSBackgroundColorName: 'background';
  /** Makes it a Quick Action; without an icon it is a plain service. */
  readonly NSIconName: 'NSActionTemplate';
  readonly NSMenuItem: { readonly default: string };
  readonly NSMessage: 'runWorkflowAsService';
  readonly NSRequiredContext: { readonly NSApplicationIdentifier: 'com.apple.finder' };
  readonly NSSendFileTypes: readonly ['com.utmapp.utm'];
};

/** Offered in Finder only, and only for what UTM declares as a virtual machine. */
export function infoPlist(identifier: string, title: string): InfoPlist {
  return {
    CFBundleIdentifier: identifier,
    NSServices: [
      {
        NSBackgroundColorName: 'background',
        NSIconName: 'NSActionTemplate',
        NSMenuItem: { default: title },
        NSMessage: 'runWorkflowAsService',
        NSRequiredContext: { NSApplicationIdentifier: 'com.apple.finder' },
        NSSendFileTypes: ['com.utmapp.utm'],
      },
    ],
  };
}
