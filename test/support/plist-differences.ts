import { DOMParser, type Element } from '@xmldom/xmldom';

/** A property list with the kind of every value kept: `<real>1</real>` is not `<integer>1</integer>`. */
type Typed = { readonly kind: string; readonly text?: string; readonly inside?: ReadonlyMap<string, Typed> };

/** Paths (`Information/Name`) at which two XML property lists differ in kind, value or presence. */
export function plistDifferences(before: string, after: string): string[] {
  return differences(typed(before), typed(after), '');
}

function typed(xml: string): Typed {
  const plist = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
  return typedElement(elements(plist as Element)[0] as Element);
}

function typedElement(element: Element): Typed {
  const inside = elements(element);
  const kind = element.tagName;
  if (kind === 'array')
    return { kind, inside: new Map(inside.map((each, i) => [String(i), typedElement(each)])) };
  if (kind !== 'dict') return { kind, text: kind === 'data' ? bare(element) : (element.textContent ?? '') };
  const pairs = new Map<string, Typed>();
  for (let i = 0; i < inside.length; i += 2)
    pairs.set(inside[i]?.textContent ?? '', typedElement(inside[i + 1] as Element));
  return { kind, inside: pairs };
}

/** Line breaks in base64 mean nothing. */
function bare(element: Element): string {
  return (element.textContent ?? '').replace(/\s/g, '');
}

function elements(parent: Element): Element[] {
  return Array.from(parent.childNodes).filter((node): node is Element => node.nodeType === 1);
}

function differences(before: Typed | undefined, after: Typed | undefined, path: string): string[] {
  if (before?.kind !== after?.kind || before?.text !== after?.text) return [path];
  const names = new Set([...(before?.inside?.keys() ?? []), ...(after?.inside?.keys() ?? [])]);
  return [...names].flatMap((name) =>
    differences(before?.inside?.get(name), after?.inside?.get(name), path === '' ? name : `${path}/${name}`),
  );
}
