/** The URL path of a bundle in dist/functions: "lines/now.protected.js" → "/lines/now". The deploy API derives it the same way. */
export function functionPath(file: string): string {
  return `/${file.replace(/\.js$/, '').replace(/\.(protected|private)$/, '')}`;
}
