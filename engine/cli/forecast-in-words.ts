import { type CopyForecast, secondsOf } from './inspection.ts';
import { methodInWords } from './method-in-words.ts';
import { durationInWords, shown, sizeInWords } from './words.ts';

/** What a copy would be, line by line. */
export function forecastInWords(forecast: CopyForecast): string[] {
  const { plan, refusal, warnings, bytesPerSecond } = forecast;
  const seconds = secondsOf(forecast);
  return [
    '',
    `A copy to ${shown(forecast.folder)}`,
    ...(plan === undefined
      ? []
      : [`  ${methodInWords(plan)}`, `  ${sizeInWords(plan.targetVolume.freeBytes)} are free there.`]),
    ...(seconds === undefined || bytesPerSecond === undefined
      ? []
      : [
          `  About ${durationInWords(Math.max(1, Math.ceil(seconds)) * 1000)}, at the ${sizeInWords(bytesPerSecond)}/s that it took just now.`,
        ]),
    ...warnings.map(({ message }) => `  Note: ${shown(message)}`),
    ...(refusal === undefined
      ? []
      : [`  It would be refused: ${shown(refusal.message)}`, `    ${shown(refusal.advice)}`]),
  ];
}
