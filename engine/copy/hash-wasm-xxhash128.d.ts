/** hash-wasm ships its types for the entry alone. */
declare module 'hash-wasm/dist/xxhash128.umd.min.js' {
  import type { createXXHash128 } from 'hash-wasm';

  const xxhash128: { readonly createXXHash128: typeof createXXHash128 };
  export default xxhash128;
}
