import { render } from 'preact';
import type { SetupBridge } from '../contract/setup-messages.ts';
import { SetupRoot } from './setup-root.tsx';

const { ferry } = window as unknown as { readonly ferry: SetupBridge };
render(<SetupRoot ferry={ferry} />, document.body);
