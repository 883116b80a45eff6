import type { Language } from '../contract/popover-view.ts';

/** Numbers as people of one language read them. Sizes are decimal, as in Finder. */
export interface Amounts {
  /** `18.2 GB`: three digits that count, no more, so that they can be read while they change. */
  size(bytes: number): string;
  /** `18,204,116,992`: for the one place where every byte matters. */
  exactBytes(bytes: number): string;
  speed(bytesPerSecond: number): string;
  /** `1 min 12 s`: two units at most. */
  duration(milliseconds: number): string;
  /** `3 min`: rounded so coarsely that it does not flicker. */
  timeLeft(seconds: number): string;
  /** @param part 0 to 1 */
  percent(part: number): string;
  count(value: number): string;
  /** `14:32` today, else with the day. */
  moment(atMs: number, nowMs: number): string;
}

const sizeUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;
const timeUnits = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;
const secondUnit = timeUnits[3];

export function amountsFor(language: Language): Amounts {
  const unit = (value: number, name: string, options: Intl.NumberFormatOptions = {}): string =>
    numberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short', ...options }).format(value);

  const scaled = (bytes: number, suffix: '' | '-per-second'): string => {
    const safeBytes = Number.isFinite(bytes) ? Math.max(0, bytes) : 0;
    // 999.5 of one unit would be shown as 1,000 of it.
    const power = Math.min(sizeUnits.length - 1, Math.floor(Math.log10(Math.max(1, safeBytes * 1.0005)) / 3));
    const name = sizeUnits[power] ?? 'byte';
    const value = safeBytes / 1000 ** power;
    const digits = power < 2 ? 0 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    const sized = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    // English says “1 byte”, “2 bytes” only in the long form.
    return unit(value, name + suffix, name === 'byte' ? { ...sized, unitDisplay: 'long' } : sized);
  };

  /** The largest unit that is not zero, and the next one if it is not zero either. */
  const timed = (seconds: number, unitsMax: 1 | 2): string => {
    const whole = Math.round(Math.max(0, seconds));
    const first = Math.max(
      0,
      timeUnits.findIndex(([, length]) => whole >= length),
    );
    const [name, length] = whole === 0 ? secondUnit : (timeUnits[first] ?? secondUnit);
    const next = unitsMax === 2 ? timeUnits[first + 1] : undefined;
    const rest = next === undefined ? 0 : Math.floor((whole % length) / next[1]);
    const main = unit(Math.floor(whole / length), name);
    return next === undefined || rest === 0 ? main : `${main} ${unit(rest, next[0])}`;
  };

  return {
    size: (bytes) => scaled(bytes, ''),
    exactBytes: (bytes) => unit(bytes, 'byte', { unitDisplay: 'long' }),
    speed: (bytesPerSecond) => scaled(bytesPerSecond, '-per-second'),
    duration: (milliseconds) =>
      milliseconds < 9_950
        ? unit(milliseconds / 1000, 'second', { maximumFractionDigits: 1 })
        : timed(milliseconds / 1000, 2),
    timeLeft: (seconds) => timed(coarseSeconds(seconds), seconds < 7_200 && seconds >= 3_600 ? 2 : 1),
    percent: (part) => numberFormat(language, { style: 'percent' }).format(wholePercent(part) / 100),
    count: (value) => numberFormat(language, {}).format(value),
    moment: (atMs, nowMs) => {
      const isToday = new Date(atMs).toDateString() === new Date(nowMs).toDateString();
      const time = { hour: 'numeric', minute: '2-digit' } as const;
      return dateFormat(language, isToday ? time : { month: 'short', day: 'numeric', ...time }).format(atMs);
    },
  };
}

/** Never 100 before the end; the small addition undoes 0.29 * 100 = 28.999…. */
export function wholePercent(part: number): number {
  return Math.floor(Math.min(1, Math.max(0, part)) * 100 + 1e-9);
}

/** Up to a minute in steps of 5 s, up to an hour in minutes, then in steps of 5 minutes, after two hours in hours. */
function coarseSeconds(seconds: number): number {
  if (seconds < 60) return Math.max(5, Math.ceil(seconds / 5) * 5);
  const stepSeconds = seconds < 3_600 ? 60 : seconds < 7_200 ? 300 : seconds < 86_400 ? 3_600 : 86_400;
  return Math.round(seconds / stepSeconds) * stepSeconds;
}

/** Formatters cost a millisecond each to make, and a popover needs hundreds of numbers a second. */
const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();
function once<Format extends Intl.NumberFormat | Intl.DateTimeFormat>(
  key: string,
  make: () => Format,
): Format {
  const format = (made.get(key) as Format | undefined) ?? make();
  made.set(key, format);
  return format;
}
function numberFormat(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return once(language + JSON.stringify(options), () => new Intl.NumberFormat(language, options));
}
function dateFormat(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return once(`date${language}${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(language, options));
}
