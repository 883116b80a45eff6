/** Name of the world in which the preload script runs, beside that of the page. */
export const preloadWorld = 'preload';

/**
 * Runs in the page's own world before everything else: builds what the preload script exposes, from a description of its shape.
 * Calls and answers cross by synchronous DOM events, as JSON: that is Electron's context bridge, but for what JSON cannot say.
 */
export const pageWorldScript = `(() => {
  let last = 0;
  const listeners = new Map();
  const waiting = new Map();
  const outgoing = (value) => {
    if (typeof value === 'function') {
      listeners.set(++last, value);
      return { __listener: last };
    }
    return value instanceof File ? { __file: value.name } : value;
  };
  const call = (key, path) => (...values) => {
    const id = ++last;
    dispatchEvent(new CustomEvent('__call', { detail: JSON.stringify([id, key, path, values.map(outgoing)]) }));
    const answer = waiting.get(id);
    if (answer?.isNow) {
      waiting.delete(id);
      if (answer.error) throw new Error(answer.error);
      return answer.isFunction ? call('__returned', [String(answer.value)]) : answer.value;
    }
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  };
  const build = (key, shape, path) =>
    shape === 'function'
      ? call(key, path)
      : Object.freeze(Object.fromEntries(Object.entries(shape).map(([name, each]) => [name, build(key, each, [...path, name])])));
  addEventListener('__expose', (event) => {
    const [key, shape] = JSON.parse(event.detail);
    Object.defineProperty(window, key, { value: build(key, shape, []), writable: false, configurable: false });
  });
  addEventListener('__answer', (event) => {
    const answer = JSON.parse(event.detail);
    const promise = waiting.get(answer.id);
    if (answer.isNow) waiting.set(answer.id, answer);
    else {
      waiting.delete(answer.id);
      if (answer.error) promise.reject(new Error(answer.error));
      else promise.resolve(answer.value);
    }
  });
  addEventListener('__fire', (event) => {
    const [id, values] = JSON.parse(event.detail);
    listeners.get(id)?.(...values);
  });
})()`;

/**
 * Runs in the preload script's world: what a sandboxed preload script can require, and then the script itself.
 *
 * @param preload its source
 */
export function preloadWorldScript(preload: string): string {
  return `(() => {
  const heard = new Map();
  const waiting = new Map();
  const apis = new Map();
  const returned = new Map();
  let last = 0;
  globalThis.__fromMain = (message) => {
    if (message.reply === undefined) {
      for (const listener of [...(heard.get(message.channel) ?? [])]) listener({}, ...message.values);
      return;
    }
    const { resolve, reject } = waiting.get(message.reply);
    waiting.delete(message.reply);
    if (message.error) reject(new Error(message.error));
    else resolve(message.value);
  };
  const ipcRenderer = {
    invoke: (channel, ...values) => new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      __toMain(JSON.stringify({ id: last, channel, values }));
    }),
    on: (channel, listener) => {
      if (!heard.has(channel)) heard.set(channel, new Set());
      heard.get(channel).add(listener);
      return ipcRenderer;
    },
    removeListener: (channel, listener) => {
      heard.get(channel)?.delete(listener);
      return ipcRenderer;
    },
  };
  const webUtils = { getPathForFile: (file) => globalThis.__droppedPaths?.[file.name] ?? '' };
  const shapeOf = (value) =>
    typeof value === 'function' ? 'function' : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shapeOf(each)]));
  const contextBridge = {
    exposeInMainWorld: (key, api) => {
      apis.set(key, api);
      dispatchEvent(new CustomEvent('__expose', { detail: JSON.stringify([key, shapeOf(api)]) }));
    },
  };
  const incoming = (value) => {
    if (value?.__listener !== undefined)
      return (...values) => dispatchEvent(new CustomEvent('__fire', { detail: JSON.stringify([value.__listener, values]) }));
    return value?.__file === undefined ? value : new File([], value.__file);
  };
  addEventListener('__call', (event) => {
    const [id, key, path, values] = JSON.parse(event.detail);
    const answer = (rest) => dispatchEvent(new CustomEvent('__answer', { detail: JSON.stringify({ id, ...rest }) }));
    try {
      const called = key === '__returned' ? returned.get(path[0]) : path.reduce((at, name) => at[name], apis.get(key));
      const value = called(...values.map(incoming));
      if (typeof value?.then === 'function')
        value.then((each) => answer({ value: each }), (error) => answer({ error: String(error?.message ?? error) }));
      else if (typeof value === 'function') {
        returned.set(String(++last), value);
        answer({ isNow: true, isFunction: true, value: last });
      } else answer({ isNow: true, value });
    } catch (error) {
      answer({ isNow: true, error: String(error?.message ?? error) });
    }
  });
  const module = { exports: {} };
  const require = (name) => {
    if (name === 'electron') return { contextBridge, ipcRenderer, webUtils };
    throw new Error('module not found in a sandboxed preload script: ' + name);
  };
  (function (exports, require, module) {
${preload}
  })(module.exports, require, module);
})()`;
}
