/*
 * Moving bytes in and out of a VMO, page by page. The caller has checked that they lie inside of it. `page` is the VMO's page,
 * `within` the byte in it at which to start.
 */
export function readBytes(vmo, page, within, len) {
    const bytes = new Uint8Array(len);
    eachPage(vmo, page, within, bytes, (index, from, part) => vmo.store.read(index, from, part));
    return bytes;
}
/** Makes the pages present and the VMO's own (D-12). */
export function writeBytes(vmo, page, within, bytes) {
    eachPage(vmo, page, within, bytes, (index, from, part) => vmo.store.write(index, from, part));
}
function eachPage(vmo, page, within, bytes, move) {
    const { pageSize } = vmo.store;
    let index = vmo.windowStart + page;
    let from = within;
    for (let done = 0; done < bytes.length;) {
        const part = bytes.subarray(done, done + pageSize - from);
        move(index, from, part);
        done += part.length;
        index++;
        from = 0;
    }
}
//# sourceMappingURL=vmo-bytes.js.map