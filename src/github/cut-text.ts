/** The text, or its beginning with `note` below when it has more bytes of UTF-8 than `bytesMax`. Lines stay whole where they are short enough. */
export function cutToBytes(text: string, bytesMax: number, note: string): string {
  return Buffer.byteLength(text) <= bytesMax ? text : splitAtBytes(text, bytesMax - Buffer.byteLength(note))[0] + note;
}

/** The beginning that fits, and the rest. */
export function splitAtBytes(text: string, bytesMax: number): [string, string] {
  const bytes = Buffer.from(text);
  if (bytes.length <= bytesMax) return [text, ''];
  let end = Math.max(0, bytesMax);
  // 10xxxxxx continues a character: never cut inside one.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  const fits = bytes.subarray(0, end).toString();
  const lineEnd = fits.lastIndexOf('\n');
  const whole = lineEnd > fits.length / 2 ? fits.slice(0, lineEnd) : fits;
  return [whole, text.slice(whole.length)];
}
