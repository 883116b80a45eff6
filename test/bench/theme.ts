/** Colours that hold on white and on black; each SVG carries both and the viewer's scheme decides. */
export const styleSheet = `
  .page { fill: #ffffff } .text { fill: #1f2328 } .dim { fill: #59636e } .grid { stroke: #d1d9e0 }
  .ours { fill: #0b7285 } .verified { fill: #3bc9db } .others { fill: #adb5bd } .bad { fill: #e8590c } .rule { stroke: #1f2328 }
  .ours-line { stroke: #0b7285; fill: none } .others-line { stroke: #adb5bd; fill: none }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117 } .text { fill: #f0f6fc } .dim { fill: #9198a1 } .grid { stroke: #3d444d }
    .ours { fill: #22b8cf } .verified { fill: #99e9f2 } .others { fill: #5c636a } .bad { fill: #ff922b } .rule { stroke: #f0f6fc }
    .ours-line { stroke: #22b8cf } .others-line { stroke: #6e757c }
  }
  text { font: 13px -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif }
  .title { font-weight: 600; font-size: 15px } .small { font-size: 11px }`;

export function svg(width: number, height: number, label: string, body: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(label)}">`,
    `<style>${styleSheet}</style>`,
    `<rect class="page" width="${width}" height="${height}" rx="8"/>`,
    ...body,
    '</svg>',
    '',
  ].join('\n');
}

export function text(x: number, y: number, words: string, kind = 'text', anchor = 'start'): string {
  return `<text x="${round(x)}" y="${round(y)}" class="${kind}" text-anchor="${anchor}">${escaped(words)}</text>`;
}

export const round = (value: number) => Math.round(value * 10) / 10;

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
