import { join } from 'node:path';
import type { Tray } from 'electron';
import { Gated } from './gated.ts';
import type { IconName, IconState } from './icon-of.ts';

/** At most this often; a progress of nine steps needs no more. */
const imageEveryMs = 2000;
const titleEveryMs = 1000;

/** Paints the icon, its title and its tooltip, each only when it changes. */
export class IconPainter {
  private readonly image: Gated<IconName>;
  private readonly title: Gated<string>;
  private readonly tooltip: Gated<string>;

  constructor(icon: Tray, folder: string, tooltip: string) {
    this.image = new Gated<IconName>('idle', imageEveryMs, (name) =>
      icon.setImage(join(folder, `${name}Template.png`)),
    );
    this.title = new Gated<string>('', titleEveryMs, (text) =>
      icon.setTitle(text, { fontType: 'monospacedDigit' }),
    );
    this.tooltip = new Gated<string>(tooltip, titleEveryMs, (text) => icon.setToolTip(text));
  }

  paint(state: IconState, tooltip: string): void {
    this.image.want(state.name);
    this.title.want(state.title);
    this.tooltip.want(tooltip);
  }

  dispose(): void {
    for (const gate of [this.image, this.title, this.tooltip]) gate.dispose();
  }
}
