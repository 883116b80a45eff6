import { appIdentity, oldestMacOS } from '../app-identity.ts';

type PlistValue = string | boolean | readonly PlistValue[] | { readonly [key: string]: PlistValue };
export type PlistFacts = Readonly<Record<string, PlistValue>>;

/** The type that UTM gives its bundles (Platform/macOS/Info.plist of utmapp/UTM). */
const utmType = 'com.utmapp.utm';

/**
 * What macOS shows when it asks whether the app may look somewhere. Apple documents each key; without our words macOS has
 * words of its own, or, for some keys, refuses without asking.
 */
export const usageWords = {
  en: {
    NSAppDataUsageDescription:
      'UTM keeps virtual machines in its own folder. VM Ferry reads the one that you chose to copy or move, and nothing else.',
    NSRemovableVolumesUsageDescription:
      'VM Ferry copies virtual machines to and from the external drives that you choose.',
    NSNetworkVolumesUsageDescription:
      'VM Ferry copies virtual machines to and from the network folders that you choose.',
    NSDesktopFolderUsageDescription:
      'VM Ferry copies virtual machines to and from your Desktop when you choose it.',
    NSDocumentsFolderUsageDescription:
      'VM Ferry copies virtual machines to and from your Documents folder when you choose it.',
    NSDownloadsFolderUsageDescription:
      'VM Ferry copies virtual machines to and from your Downloads folder when you choose it.',
  },
  'zh-Hans': {
    NSAppDataUsageDescription:
      'UTM 将虚拟机保存在自己的文件夹中。VM Ferry 只读取你选择拷贝或移动的那台虚拟机，不读取其他内容。',
    NSRemovableVolumesUsageDescription: 'VM Ferry 会在你选择的外置磁盘上读取和写入虚拟机。',
    NSNetworkVolumesUsageDescription: 'VM Ferry 会在你选择的网络文件夹中读取和写入虚拟机。',
    NSDesktopFolderUsageDescription: '当你选择“桌面”时，VM Ferry 会在其中读取和写入虚拟机。',
    NSDocumentsFolderUsageDescription: '当你选择“文稿”文件夹时，VM Ferry 会在其中读取和写入虚拟机。',
    NSDownloadsFolderUsageDescription: '当你选择“下载”文件夹时，VM Ferry 会在其中读取和写入虚拟机。',
  },
} as const;

/** Keys that we add to Electron's Info.plist. */
export const ourKeys: PlistFacts = {
  // A menu-bar app: no Dock icon, no menu of its own.
  LSUIElement: true,
  LSMinimumSystemVersion: oldestMacOS,
  CFBundleDevelopmentRegion: 'en',
  CFBundleLocalizations: ['en', 'zh-Hans'],
  NSHumanReadableCopyright: `${appIdentity.name} contributors, MIT licence`,
  ...usageWords.en,
  // VM Ferry can be given a VM (drop it on the icon, Open With), and never becomes what a double click opens: that is UTM.
  CFBundleDocumentTypes: [
    {
      CFBundleTypeName: 'UTM virtual machine',
      CFBundleTypeRole: 'Viewer',
      LSHandlerRank: 'Alternate',
      LSItemContentTypes: [utmType],
    },
  ],
  // UTM owns the type; imported, it is known on a Mac without UTM as well.
  UTImportedTypeDeclarations: [
    {
      UTTypeIdentifier: utmType,
      UTTypeDescription: 'UTM virtual machine',
      UTTypeConformsTo: ['com.apple.package'],
      UTTypeTagSpecification: { 'public.filename-extension': ['utm'] },
    },
  ],
};

/**
 * Keys that come with Electron for apps that need them, and that we do not: asking for a camera makes people suspicious, and
 * the app loads nothing from any network.
 */
const foreignKeys = [
  'NSAudioCaptureUsageDescription',
  'NSBluetoothAlwaysUsageDescription',
  'NSBluetoothPeripheralUsageDescription',
  'NSCameraUsageDescription',
  'NSMicrophoneUsageDescription',
  'NSAppTransportSecurity',
] as const;

/** Info.plist without what Electron asks for and we do not. */
export function withoutForeignKeys(info: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(info).filter(([key]) => !foreignKeys.includes(key as never)));
}

/** InfoPlist.strings of one language: the keys that macOS shows to people. */
export function infoPlistStrings(language: keyof typeof usageWords): string {
  const lines = Object.entries(usageWords[language]).map(
    ([key, words]) => `${key} = ${JSON.stringify(words)};`,
  );
  return `${lines.join('\n')}\n`;
}
