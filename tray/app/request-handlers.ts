import { clipboard } from 'electron';
import { clearTransfer } from '#engine/transfers';
import { act } from '../actions/act.ts';
import type { Requests } from '../contract/messages.ts';
import type { Handlers } from '../ipc/answer-requests.ts';
import type { MenuBarApp } from './menu-bar-app.ts';
import { openPane } from './open-pane.ts';
import { openFile, showFile } from './show-file.ts';

/** What each request of the page does. */
export function requestHandlers(tray: MenuBarApp): Handlers<Requests> {
  const { state, model, questions, settings } = tray;
  const host = {
    state,
    questions,
    engine: () => tray.engine(),
    showFile: (path: string) => showFile(path, tray.words()),
    openFile: (path: string) => void openFile(path, tray.words()),
    copyText: async (text: string) => {
      await clipboard.writeText(text);
    },
    engineMissing: () => tray.show(),
  };
  return {
    ready: () => tray.view(),
    act: async (id, action) => {
      const view = model.book.get(id);
      if (view !== undefined) await act(host, view, action);
      return undefined;
    },
    answer: (id, answer) => {
      if (model.drops.has(id)) model.drops.answer(id, answer);
      else questions.answer(id, answer);
      return undefined;
    },
    changeSettings: ({ startAtLogin, ...change }) => {
      if (startAtLogin !== undefined) tray.startAtLogin(startAtLogin);
      settings.change(change);
      tray.lookAtSystem();
      return undefined;
    },
    clearHistory: () => {
      for (const { id } of model.book.endedTransfers()) clearTransfer(state, id);
      return undefined;
    },
    pauseAll: () => {
      tray.pauseAll();
      return undefined;
    },
    continueAll: () => {
      tray.continueAll();
      return undefined;
    },
    dropped: (paths) => tray.dropped(paths),
    resize: (height) => tray.resize(height),
    hide: (why) => tray.hide(why),
    openNotice: (kind) => {
      openPane(kind);
      return undefined;
    },
    examine: () => tray.setup.checkup.examine(),
    openRemedy: async (finding) => {
      await tray.setup.checkup.openRemedy(finding);
      return undefined;
    },
    copyReport: async () => {
      await clipboard.writeText(tray.setup.checkup.reportText());
      return undefined;
    },
    quit: () => {
      tray.quit();
      return undefined;
    },
  };
}
