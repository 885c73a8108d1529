export { createReferenceKernel, ReferenceKernel } from "./kernel.ts";
