/** Longer titles and texts are cut by every system that shows them. */
const charactersMax = 256;

/**
 * Text for programs that take it as an argument. Control characters go (a title of the menu bar takes colours from them, a terminal
 * commands); a text that begins with a dash would be read as an option, also by notify-send, so a space comes before it.
 */
export function harmlessText(text: string): string {
  const harmless = text.replace(/\p{Cc}+/gu, ' ').trim();
  const cut = [...harmless].slice(0, charactersMax).join('');
  return cut.startsWith('-') ? ` ${cut}` : cut;
}

/**
 * Plain text as a body for notify-send: it takes escapes like those of C there, and notification daemons take markup (Desktop
 * Notifications Specification, “Markup”). Titles are taken as they are.
 */
export function textForNotifySend(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
