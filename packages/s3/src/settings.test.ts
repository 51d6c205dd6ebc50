import { describe, expect, it } from 'vitest';
import { s3SettingsOf } from './settings.ts';

const complete = {
  S3_ENDPOINT: 'https://s3.example.com/store',
  S3_REGION: 'auto',
  S3_BUCKET: 'blobs',
  S3_ACCESS_KEY_ID: 'id',
  S3_SECRET_ACCESS_KEY: 'a secret',
  S3_ADDRESSING: 'virtual',
} as const;

describe('the settings of S3', () => {
  it('are those of the environment', () => {
    expect(s3SettingsOf(complete)).toEqual({
      endpoint: new URL('https://s3.example.com/store'),
      region: 'auto',
      bucket: 'blobs',
      accessKeyId: 'id',
      secretAccessKey: 'a secret',
      addressing: 'virtual',
    });
  });

  it.each([
    [undefined, 'us-east-1'],
    ['eu-west-3', 'eu-west-3'],
  ])('are those of AWS, in the region %s, where no endpoint is given', (S3_REGION, region) => {
    const { endpoint, ...others } = s3SettingsOf({ ...complete, S3_ENDPOINT: undefined, S3_REGION });
    expect(endpoint.href).toBe(`https://s3.${region}.amazonaws.com/`);
    expect(others.region).toBe(region);
  });

  it('that are missing are named, all of them', () => {
    expect(() => s3SettingsOf({ S3_REGION: 'auto', S3_ADDRESSING: 'path' })).toThrow(
      /missing: S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY$/,
    );
    expect(() => s3SettingsOf({ ...complete, S3_BUCKET: undefined })).toThrow(/missing: S3_BUCKET$/);
  });

  it.each([{ S3_ENDPOINT: 'http://127.0.0.1:9000' }, { S3_BUCKET: 'a bucket' }])(
    'know when %o can not be spoken to by the host of the bucket',
    (wrong) => {
      expect(() => s3SettingsOf({ ...complete, ...wrong })).toThrow(/^S3_ADDRESSING=virtual needs/);
      expect(() => s3SettingsOf({ ...complete, ...wrong, S3_ADDRESSING: 'path' })).not.toThrow();
    },
  );

  it.each([
    's3.example.com',
    'ftp://s3.example.com',
    'https://id:secret@s3.example.com',
    'https://s3.example.com/?a=1',
  ])('do not take %s for an endpoint, nor repeat it', (S3_ENDPOINT) => {
    const settings = () => s3SettingsOf({ ...complete, S3_ENDPOINT });
    expect(settings).toThrow(/^S3_ENDPOINT must be/);
    expect(settings).not.toThrow(/secret/);
  });
});
