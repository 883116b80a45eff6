import { Component, type ComponentChildren } from 'preact';

/** Gives the focus to the first button in it when it appears. */
export class FocusOnMount extends Component<{ readonly children: ComponentChildren }> {
  private element: HTMLSpanElement | null = null;

  override componentDidMount(): void {
    this.element?.querySelector('button')?.focus();
  }

  override render({ children }: { readonly children: ComponentChildren }) {
    return (
      <span
        class="no-box"
        ref={(element) => {
          this.element = element;
        }}
      >
        {children}
      </span>
    );
  }
}
