import type { OpenFile } from '../system/file-system.ts';

/**
 * The bytes `[position, position + length)` of a file, or as many of them as there are.
 *
 * @throws SystemCallError
 */
export function readHead(file: OpenFile, length: number, position = 0): Buffer {
  const bytes = Buffer.alloc(length);
  let done = 0;
  for (let read = 1; read > 0 && done < length; done += read)
    read = file.read(bytes, done, length - done, position + done);
  return bytes.subarray(0, done);
}
