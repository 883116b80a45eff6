import { Component } from 'preact';
import type { FerryBridge } from '../contract/messages.ts';

interface Props {
  readonly ferry: FerryBridge;
  readonly text: string;
}

/** The whole page takes bundles that are dropped on it; while something hangs over it, it says so. */
export class DropTarget extends Component<Props, { readonly isOver: boolean }> {
  override state = { isOver: false };

  override componentDidMount(): void {
    addEventListener('dragover', this.onOver);
    addEventListener('dragleave', this.onLeave);
    addEventListener('drop', this.onDrop);
  }

  override componentWillUnmount(): void {
    removeEventListener('dragover', this.onOver);
    removeEventListener('dragleave', this.onLeave);
    removeEventListener('drop', this.onDrop);
  }

  private readonly onOver = (event: DragEvent): void => {
    // Without this the page would be replaced by what is dropped.
    event.preventDefault();
    const hasFiles = event.dataTransfer?.types.includes('Files') ?? false;
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = hasFiles ? 'copy' : 'none';
    if (hasFiles !== this.state.isOver) this.setState({ isOver: hasFiles });
  };

  /** Left the page, and not only one element of it. */
  private readonly onLeave = (event: DragEvent): void => {
    if (event.relatedTarget === null) this.setState({ isOver: false });
  };

  private readonly onDrop = (event: DragEvent): void => {
    event.preventDefault();
    this.setState({ isOver: false });
    const { ferry } = this.props;
    const paths = [...(event.dataTransfer?.files ?? [])].map((file) => ferry.pathOf(file)).filter(Boolean);
    if (paths.length > 0) void ferry.request('dropped', paths);
  };

  override render({ text }: Props, { isOver }: { readonly isOver: boolean }) {
    return (
      <div class="drop-target" hidden={!isOver} aria-hidden="true">
        {text}
      </div>
    );
  }
}
