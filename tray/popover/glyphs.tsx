import type { ComponentChildren } from 'preact';

function Glyph({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg class="glyph" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const Pause = () => (
  <Glyph>
    <path d="M5.25 3.5v9M10.75 3.5v9" class="glyph-line glyph-thick" />
  </Glyph>
);
export const Play = () => (
  <Glyph>
    <path d="M4.5 3.2v9.6a.6.6 0 0 0 .92.5l7.4-4.8a.6.6 0 0 0 0-1L5.42 2.7a.6.6 0 0 0-.92.5z" />
  </Glyph>
);
export const Cross = () => (
  <Glyph>
    <path d="M4 4l8 8M12 4l-8 8" class="glyph-line" />
  </Glyph>
);
export const Check = () => (
  <Glyph>
    <path
      d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm3.2 3.6L7.1 9.9 4.9 7.6l-1 1 3.3 3.3 5.1-6.5z"
      fill-rule="evenodd"
    />
  </Glyph>
);
export const Warning = () => (
  <Glyph>
    <path
      d="M7.1 1.9a1.05 1.05 0 0 1 1.8 0l6 10.6a1.05 1.05 0 0 1-.9 1.6H2a1.05 1.05 0 0 1-.9-1.6zM7.2 5.4l.25 4.4h1.1l.25-4.4zM8 12.6a.85.85 0 1 0 0-1.7.85.85 0 0 0 0 1.7z"
      fill-rule="evenodd"
    />
  </Glyph>
);
export const Stop = () => (
  <Glyph>
    <path
      d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zM6 4.95L4.95 6l2 2-2 2L6 11.05l2-2 2 2L11.05 10l-2-2 2-2L10 4.95l-2 2z"
      fill-rule="evenodd"
    />
  </Glyph>
);
export const Back = () => (
  <Glyph>
    <path d="M10 3L5 8l5 5" class="glyph-line glyph-thick" />
  </Glyph>
);
/** Eight teeth around a hole. */
export const Gear = () => (
  <Glyph>
    <path
      d="M6.64 2.88L6.83 1.2h2.34l.19 1.68 1.3.53 1.32-1.04 1.65 1.65-1.04 1.32.53 1.3 1.68.19v2.34l-1.68.19-.53 1.3 1.04 1.32-1.65 1.65-1.32-1.04-1.3.53-.19 1.68H6.83l-.19-1.68-1.3-.53-1.32 1.04-1.65-1.65 1.04-1.32-.53-1.3-1.68-.19V6.83l1.68-.19.53-1.3-1.04-1.32 1.65-1.65 1.32 1.04z"
      class="glyph-line glyph-thin"
    />
    <circle cx="8" cy="8" r="2.3" class="glyph-line glyph-thin" />
  </Glyph>
);
export const Asks = () => (
  <Glyph>
    <path
      d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zM5.6 5.9h1.3c0-.7.5-1.1 1.1-1.1s1.1.4 1.1 1c0 .5-.3.8-.9 1.2-.7.4-1 .9-1 1.7v.5h1.3v-.3c0-.5.2-.8.8-1.1.8-.5 1.2-1.1 1.2-2 0-1.3-1-2.2-2.5-2.2S5.6 4.6 5.6 5.9zM7.9 12.3a.85.85 0 1 0 0-1.7.85.85 0 0 0 0 1.7z"
      fill-rule="evenodd"
    />
  </Glyph>
);
