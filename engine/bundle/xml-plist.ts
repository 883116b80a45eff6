import { DOMParser, type Document, type Element, onErrorStopParsing, XMLSerializer } from '@xmldom/xmldom';
import {
  depthMax,
  type PlistPath,
  type PlistValue,
  type PropertyList,
  type StringChange,
  valuesMax,
} from './property-list.ts';

/**
 * An XML property list as a document: values are read from it, and strings changed in it, so that numbers, dates, data, unknown
 * keys and even comments stay as they were written.
 */
export class XmlPlist implements PropertyList {
  private readonly document: Document;

  /** @throws Error when it is not well-formed or no property list */
  constructor(bytes: Buffer) {
    // Without stopping, the parser would print each error and guess on.
    const parser = new DOMParser({ onError: onErrorStopParsing, locator: false });
    this.document = parser.parseFromString(bytes.toString('utf8'), 'text/xml');
    if (this.document.documentElement?.tagName !== 'plist') throw new Error('no property list');
  }

  value(): PlistValue {
    let left = valuesMax;
    const unfold = (element: Element, depth: number): PlistValue => {
      if (--left < 0 || depth > depthMax) throw new RangeError('more values than a config can have');
      if (element.tagName === 'array') return children(element).map((child) => unfold(child, depth + 1));
      if (element.tagName !== 'dict') return leaf(element);
      const dict: Record<string, PlistValue> = Object.create(null);
      for (const [key, value] of pairs(element)) dict[key] = unfold(value, depth + 1);
      return dict;
    };
    return unfold(this.top(), 0);
  }

  withStrings(changes: readonly StringChange[]): Buffer {
    const document = this.document.cloneNode(true) as Document;
    for (const { path, text } of changes) {
      const element = follow(topOf(document), path);
      if (element?.tagName !== 'string') throw new RangeError('no string at that path');
      element.textContent = text;
    }
    // Line breaks after the last element are no part of the document; every writer of these lists makes one.
    return Buffer.from(`${new XMLSerializer().serializeToString(document)}\n`);
  }

  private top(): Element {
    return topOf(this.document);
  }
}

function topOf(document: Document): Element {
  const top = document.documentElement === null ? undefined : children(document.documentElement)[0];
  if (top === undefined) throw new Error('an empty property list');
  return top;
}

function follow(top: Element, path: PlistPath): Element | undefined {
  let element: Element | undefined = top;
  for (const step of path) {
    if (element === undefined) return undefined;
    element =
      typeof step === 'number'
        ? element.tagName === 'array'
          ? children(element)[step]
          : undefined
        : element.tagName === 'dict'
          ? pairs(element).findLast(([key]) => key === step)?.[1]
          : undefined;
  }
  return element;
}

function children(element: Element): Element[] {
  const found: Element[] = [];
  for (let node = element.firstChild; node !== null; node = node.nextSibling)
    if (node.nodeType === node.ELEMENT_NODE) found.push(node as Element);
  return found;
}

function pairs(dict: Element): [string, Element][] {
  const found: [string, Element][] = [];
  const elements = children(dict);
  for (let i = 0; i < elements.length; i += 2) {
    const [key, value] = [elements[i], elements[i + 1]];
    if (key?.tagName !== 'key' || value === undefined) throw new Error('a key without a value');
    found.push([key.textContent ?? '', value]);
  }
  return found;
}

function leaf(element: Element): PlistValue {
  const text = element.textContent ?? '';
  switch (element.tagName) {
    case 'string':
      return text;
    case 'integer':
    case 'real': {
      const number = Number(text.trim());
      if (text.trim() === '' || Number.isNaN(number)) throw new Error('not a number');
      return number;
    }
    case 'true':
    case 'false':
      return element.tagName === 'true';
    case 'date':
      return new Date(text.trim());
    case 'data':
      return new Uint8Array(Buffer.from(text, 'base64'));
    default:
      throw new Error(`unknown element ${element.tagName}`);
  }
}
