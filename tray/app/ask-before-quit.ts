import { app, dialog, powerMonitor } from 'electron';
import type { MainWords } from '../contract/main-words.ts';

export interface QuitHost {
  words(): MainWords['quit'];
  activeCount(): number;
  pauseAll(): void;
}

/**
 * Says before quitting what goes on without us. The system shutting down, and a second time, go through at once.
 */
export function askBeforeQuit(host: QuitHost): void {
  let isDecided = false;
  let isAsking = false;
  powerMonitor.on('shutdown', () => {
    isDecided = true;
  });
  app.on('before-quit', (event) => {
    if (isDecided || host.activeCount() === 0) return;
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    void ask(host).then((answer) => {
      isAsking = false;
      if (answer === 'stay') return;
      if (answer === 'pause') host.pauseAll();
      isDecided = true;
      app.quit();
    });
  });
}

async function ask(host: QuitHost): Promise<'go on' | 'pause' | 'stay'> {
  const words = host.words();
  app.focus({ steal: true });
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: words.message(host.activeCount()),
    detail: words.detail,
    buttons: [words.goOn, words.pauseAndQuit, words.stay],
    defaultId: 0,
    cancelId: 2,
  });
  return response === 0 ? 'go on' : response === 1 ? 'pause' : 'stay';
}
