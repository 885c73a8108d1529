import type { Vmo } from "./vmo.ts";

/*
 * Moving bytes in and out of a VMO, page by page. The caller has checked that they lie inside of it. `page` is the VMO's page,
 * `within` the byte in it at which to start.
 */

export function readBytes(vmo: Vmo, page: number, within: number, len: number): Uint8Array {
  const bytes = new Uint8Array(len);
  const { pageSize } = vmo.store;
  let index = vmo.windowStart + page;
  let from = within;
  for (let done = 0; done < len;) {
    vmo.store.read(index, from, bytes, done);
    done += pageSize - from;
    index++;
    from = 0;
  }
  return bytes;
}

/** Makes the pages present and the VMO's own (D-12). */
export function writeBytes(vmo: Vmo, page: number, within: number, bytes: Uint8Array): void {
  const { pageSize } = vmo.store;
  let index = vmo.windowStart + page;
  let from = within;
  for (let done = 0; done < bytes.length;) {
    const part = bytes.subarray(done, done + pageSize - from);
    vmo.store.write(index, from, part);
    done += part.length;
    index++;
    from = 0;
  }
}
