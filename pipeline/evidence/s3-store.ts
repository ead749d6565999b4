// Keeps evidence in an S3 bucket, each file under its own sha256.
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { Failure, reasonOf } from '../../domain/errors.ts';
import type { EvidenceStore } from '../../domain/evidence.ts';
import { checked, pathOf, sha256Of } from './store.ts';

/** `s3://KEY:SECRET@bucket[/prefix]?endpoint=https://host[:port][&region=…]`; without a key the SDK's own chain of credentials is asked. */
export function s3Store(url: string): EvidenceStore {
  const { client, bucket, prefix } = parse(url);
  const at = (sha256: string): { Bucket: string; Key: string } => ({ Bucket: bucket, Key: `${prefix}${pathOf(checked(sha256))}` });
  const has = async (sha256: string): Promise<boolean> =>
    client.send(new HeadObjectCommand(at(sha256))).then(
      () => true,
      (thrown: unknown) => {
        if (isMissing(thrown)) return false;
        throw unreachable(thrown);
      },
    );
  return {
    has,
    put: async (bytes) => {
      const sha256 = sha256Of(bytes);
      if (await has(sha256)) return sha256;
      await client.send(new PutObjectCommand({ ...at(sha256), Body: bytes })).catch((thrown: unknown) => {
        throw unreachable(thrown);
      });
      return sha256;
    },
    get: async (sha256) => {
      const answer = await client.send(new GetObjectCommand(at(sha256))).catch((thrown: unknown) => {
        throw isMissing(thrown) ? new Failure('evidence_broken', `evidence ${sha256} is missing in the bucket`, { cause: thrown }) : unreachable(thrown);
      });
      const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
      const actual = sha256Of(bytes);
      if (actual !== sha256) throw new Failure('evidence_broken', `evidence ${sha256} hashes to ${actual}: it was changed`);
      return bytes;
    },
  };
}

function parse(text: string): { readonly client: S3Client; readonly bucket: string; readonly prefix: string } {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.protocol !== 's3:' || url.hostname === '') throw new Failure('bad_config', 'the evidence store: expected s3://KEY:SECRET@bucket[/prefix]?endpoint=https://host[&region=…]');
  const endpoint = url.searchParams.get('endpoint');
  const client = new S3Client({
    region: url.searchParams.get('region') ?? 'us-east-1',
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    ...(url.username === '' ? {} : { credentials: { accessKeyId: decodeURIComponent(url.username), secretAccessKey: decodeURIComponent(url.password) } }),
  });
  const folders = url.pathname.split('/').filter((part) => part !== '');
  return { client, bucket: url.hostname, prefix: folders.map((folder) => `${folder}/`).join('') };
}

const isMissing = (thrown: unknown): boolean => thrown instanceof S3ServiceException && thrown.$metadata.httpStatusCode === 404;

/** A store that does not answer is tried again: the case waits, nothing is lost. */
const unreachable = (thrown: unknown): Failure => new Failure('internal', `the evidence bucket refused or did not answer: ${reasonOf(thrown)}`, { cause: thrown });
