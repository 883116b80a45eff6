import { render } from 'preact';
import type { FerryBridge } from '../contract/messages.ts';
import { Popover } from './popover-root.tsx';

declare global {
  interface Window {
    readonly ferry: FerryBridge;
  }
}

// Only on a Mac is there a material behind the window that a transparent page can show.
if (/^Mac/.test(navigator.platform)) document.documentElement.classList.add('on-material');
render(<Popover ferry={window.ferry} />, document.body);
