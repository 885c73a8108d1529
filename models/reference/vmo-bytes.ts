import type { Vmo } from "./vmo.ts";

/*
 * Moving bytes in and out of a VMO, page by page. The caller has checked that they lie inside of it. `page` is the VMO's page,
 * `within` the byte in it at which to start.
 */

/** The bytes come in `buffer` if that has room for them. */
export function readBytes(
  vmo: Vmo,
  page: number,
  within: number,
  len: number,
  buffer?: Uint8Array,
): Uint8Array {
  const bytes =
    buffer === undefined || buffer.length < len ? new Uint8Array(len) : buffer.subarray(0, len).fill(0);
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

/** The bytes of one page from `within` on, to `at` in `out`, which is all zeros there, as far as `out` goes. */
export function copyBytes(vmo: Vmo, page: number, within: number, out: Uint8Array, at: number): void {
  vmo.store.read(vmo.windowStart + page, within, out, at);
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
