/** `npm run icons`: draws every icon of the app into this folder. What it draws is committed; a test draws it again. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appIcon } from './app-icon.ts';
import { icns, icnsSizes } from './icns.ts';
import { png } from './png.ts';
import { templateIcons } from './template-icons.ts';

const folder = import.meta.dirname;
for (const [name, { canvas, dotsPerInch }] of templateIcons())
  writeFileSync(join(folder, name), png(canvas, dotsPerInch));

const bySize = new Map([...new Set(Object.values(icnsSizes))].map((size) => [size, png(appIcon(size), 72)]));
const picture = (size: number): Buffer => bySize.get(size as 1024) ?? Buffer.alloc(0);
writeFileSync(join(folder, 'app.png'), picture(1024));
writeFileSync(
  join(folder, 'app.icns'),
  icns(new Map(Object.entries(icnsSizes).map(([type, size]) => [type, picture(size)]))),
);
