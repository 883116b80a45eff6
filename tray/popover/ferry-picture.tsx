/** The ferry of the icon, larger. */
export function FerryPicture() {
  return (
    <svg class="ferry-picture" viewBox="0 0 36 36" aria-hidden="true" focusable="false">
      <path d="M8 13h17l4 5H8zM19 7h5v4.5h-5zM3 20h30l-4.5 7.5h-20z" />
      <path
        d="M2 31.5c2.7 0 2.7-1.6 5.3-1.6s2.7 1.6 5.4 1.6 2.6-1.6 5.3-1.6 2.7 1.6 5.3 1.6 2.7-1.6 5.4-1.6 2.6 1.6 5.3 1.6"
        class="ferry-wave"
      />
    </svg>
  );
}
