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
export const Back = () => (
  <Glyph>
    <path d="M10 3L5 8l5 5" class="glyph-line glyph-thick" />
  </Glyph>
);
/** Eight teeth around a hole. */
export const Gear = () => (
  <Glyph>
    <circle cx="8" cy="8" r="4.4" class="glyph-line" />
    <circle cx="8" cy="8" r="1.6" class="glyph-line" />
    <path
      d="M8 1.3v2.2M8 12.5v2.2M1.3 8h2.2M12.5 8h2.2M3.26 3.26l1.56 1.56M11.18 11.18l1.56 1.56M3.26 12.74l1.56-1.56M11.18 4.82l1.56-1.56"
      class="glyph-line"
    />
  </Glyph>
);
