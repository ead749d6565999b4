// What the tests use of s3rver, which comes without types.
declare module 's3rver' {
  type Options = { readonly port: number; readonly address: string; readonly silent: boolean; readonly directory: string; readonly configureBuckets: readonly { readonly name: string; readonly configs: readonly string[] }[] };
  export default class S3rver {
    constructor(options: Options);
    run(): Promise<unknown>;
    close(): Promise<void>;
  }
}
