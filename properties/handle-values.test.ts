import { createPagedKernel } from "../models/paged/index.ts";
import { handleValues } from "../src/fuzz/laws/handle-values.ts";
import { type HandleAnswer, type KernelFactory, Status } from "../src/zircon/index.ts";
import { kernelLawSuite } from "./law-suite.ts";

/** The paged engine, but for what it answers when a handle is duplicated. */
function duplicating(
  answer: (handle: number, rights: number, honest: HandleAnswer) => HandleAnswer,
): KernelFactory {
  return (config) => {
    const kernel = createPagedKernel(config);
    const honest = kernel.handleDuplicate.bind(kernel);
    return Object.assign(kernel, {
      handleDuplicate: (handle: number, rights: number) => answer(handle, rights, honest(handle, rights)),
    });
  };
}

/**
 * Law (D-23): handle values have both low bits set and ascend, and others name nothing; a call that fails gives none.
 */
kernelLawSuite(handleValues, [
  {
    about: "a duplicate has the value of what it is made of",
    create: duplicating((handle, _rights, { status }) => ({
      status,
      handle: status === Status.OK ? handle : 0,
    })),
  },
  {
    about: "a duplicate has a value with a low bit clear",
    create: duplicating((_handle, _rights, { status, handle }) => ({
      status,
      handle: status === Status.OK ? handle + 1 : 0,
    })),
  },
  {
    about: "a duplicate that is refused has a value all the same",
    create: duplicating((handle, _rights, honest) =>
      honest.status === Status.OK ? honest : { ...honest, handle },
    ),
  },
  {
    about: "a value with a low bit clear names what the value with it names",
    create: (config) => {
      const kernel = createPagedKernel(config);
      const honest = kernel.infoHandleBasic.bind(kernel);
      return Object.assign(kernel, {
        infoHandleBasic: (handle: number, bufferSize: number) => honest(handle | 3, bufferSize),
      });
    },
  },
]);
