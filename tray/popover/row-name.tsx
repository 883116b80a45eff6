import { visibleText } from '../words/visible-name.ts';
import { splitName } from './split-name.ts';

interface Props {
  readonly name: string;
  /** Shown in full when the pointer rests on the name. */
  readonly path: string;
}

/** A name that gives way in its middle: what tells two copies apart is mostly at the end. */
export function RowName({ name, path }: Props) {
  const text = visibleText(name);
  const { head, tail } = splitName(text);
  if (tail === '')
    return (
      <h2 class="row-name" dir="auto" title={visibleText(path)}>
        <span class="row-name-head">{text}</span>
      </h2>
    );
  return (
    <h2 class="row-name" title={visibleText(path)}>
      <span class="only-spoken">{text}</span>
      <span class="row-name-parts" dir="auto" aria-hidden="true">
        <span class="row-name-head">{head}</span>
        <span class="row-name-tail">{tail}</span>
      </span>
    </h2>
  );
}
